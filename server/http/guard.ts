/** Who calls the owners' API, and whether the call was theirs to begin with. */
import type { Context, MiddlewareHandler } from 'hono'
import { isForeign, ownOrigins } from '../auth/origin.ts'
import { JSON_TYPE } from './body.ts'
import { ProblemError } from './problem.ts'

/** An owner, and the workspace that everything they ask for is looked up in. */
export interface Identity {
  userId: string
  name: string
  email: string
  workspaceId: string
  workspaceName: string
  /** A session's cookie goes along with every request of a browser, whoever's page made it; a key does not. */
  via: 'session' | 'key'
}

/** What the routes behind the guard find in their context. */
export interface OwnerEnv {
  Variables: { owner: Identity }
}

export interface Identifier {
  /** Who sends a request with these headers, null when nobody that is known. */
  identify(headers: Headers): Promise<Identity | null>
}

export interface Guard {
  /** Lets only owners through, and sets `owner`. */
  required: MiddlewareHandler<OwnerEnv>
  /** The owner who asks, or null. Throws `not-allowed` when another site's page asks with their cookie. */
  identify(c: Context): Promise<Identity | null>
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

export function createGuard({ auth, publicUrl }: { auth: Identifier; publicUrl: string }): Guard {
  const origins = ownOrigins(publicUrl)
  async function identify(c: Context): Promise<Identity | null> {
    const owner = await auth.identify(c.req.raw.headers)
    if (owner?.via === 'session' && !SAFE.has(c.req.method) && isForeign(c.req.raw.headers, origins)) {
      throw new ProblemError('not-allowed', 'This call came from a page of another site and was refused.')
    }
    return owner
  }
  return {
    identify,
    async required(c, next) {
      const owner = await identify(c)
      if (!owner)
        throw new ProblemError('not-signed-in', 'Sign in, or send Authorization: Bearer with an API key.')
      const type = c.req.header('content-type')
      if (type !== undefined && !SAFE.has(c.req.method) && !JSON_TYPE.test(type)) {
        // A plain HTML form can send every type but JSON to another site.
        throw new ProblemError('wrong-content-type', 'Send the body as application/json.')
      }
      c.set('owner', owner)
      await next()
    },
  }
}
