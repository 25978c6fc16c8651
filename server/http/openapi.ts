/** The OpenAPI document, made of what the routes say of themselves and of the schemas that they really use. */
import { Hono } from 'hono'
import type * as v from 'valibot'
import { type ApiDocument, docsPage, docsStyle } from './docs.ts'
import { addHeaders, pageHeaders } from './headers.ts'
import { describedBy, namedSchemas, type SchemaObject, schemaKey, tags } from './operation.ts'

const SCHEMAS = '#/components/schemas/'

const introduction = `Moments are ISO 8601 in UTC. Lists answer \`{items, next}\`; give \`next\` as \`cursor\` for the following
part, until it is null. Failures are \`application/problem+json\` with a \`code\` to build on and a \`detail\` to read.`

type Documented = Pick<Hono, 'routes'>

interface About {
  /** Of Fieldpost. */
  version: string
  publicUrl: string
}

/** `GET /api/openapi.json` and `/api/docs`, about the routes that `app` has when they are first asked for. */
export function openapiRoutes(app: Documented, about: About): Hono {
  // Made when first asked for: most starts of the relay never are.
  let made: Promise<string> | undefined
  const document = () => {
    made ??= makeDocument(app, about)
    return made
  }
  return new Hono()
    .get('/api/openapi.json', async (c) =>
      c.body(await document(), 200, { 'content-type': 'application/json' }),
    )
    .get('/api/docs', addHeaders(pageHeaders), async (c) => {
      const described: ApiDocument = JSON.parse(await document())
      return c.html(docsPage(described))
    })
    .get('/api/docs.css', (c) => c.body(docsStyle, 200, { 'content-type': 'text/css; charset=utf-8' }))
}

/** The document as JSON. */
async function makeDocument(app: Documented, { version, publicUrl }: About): Promise<string> {
  const [{ describeRoute, generateSpecs }, { otherPaths }, convert] = await Promise.all([
    import('hono-openapi'),
    import('./openapi-paths.ts'),
    schemaConverter(),
  ])
  const routes = app.routes.flatMap((route) => {
    const described = describedBy(route.handler)
    return described ? [{ ...route, handler: describeRoute(described) }] : []
  })
  const document = await generateSpecs({ routes } as Hono, {
    excludeStaticFile: false,
    documentation: {
      info: { title: 'Fieldpost', version, description: introduction, license: { name: 'MIT' } },
      servers: [{ url: publicUrl }],
      tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
      security: [{ session: [] }, { key: [] }],
      paths: otherPaths,
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'session', description: 'Set by signing in.' },
          key: { type: 'http', scheme: 'bearer', description: 'An API key.' },
        },
        schemas: convert.named as Record<string, SchemaObject>,
      },
    },
  })
  return JSON.stringify(document, (_, value) => (value?.[schemaKey] ? convert.one(value[schemaKey]) : value))
}

async function schemaConverter() {
  const { toJsonSchema, toJsonSchemaDefs } = await import('@valibot/to-json-schema')
  const names = new Map<unknown, string>(Object.entries(namedSchemas).map(([name, schema]) => [schema, name]))
  const config = {
    // What JSON Schema cannot say, the relay still checks.
    errorMode: 'ignore',
    typeMode: 'input',
    target: 'draft-2020-12',
    // The one recursive schema decides by its input which of three it is, so it is written out here.
    overrideSchema: ({ valibotSchema }: { valibotSchema: { type: string } }) =>
      valibotSchema.type === 'lazy' ? { $ref: `${SCHEMAS}Condition` } : null,
    overrideRef: ({ referenceId }: { referenceId: string }) => SCHEMAS + referenceId,
  } as const
  const condition = { type: 'array', items: { $ref: `${SCHEMAS}Condition` } }
  const several = (name: string) => ({
    type: 'object',
    properties: { [name]: condition },
    required: [name],
    additionalProperties: false,
  })
  const named: Record<string, object> = {
    ...toJsonSchemaDefs(namedSchemas, config),
    Condition: { anyOf: [{ $ref: `${SCHEMAS}Comparison` }, several('all'), several('any')] },
  }
  return {
    named,
    one(schema: v.GenericSchema): object {
      const name = names.get(schema)
      if (name) return { $ref: SCHEMAS + name }
      const {
        $schema: _,
        $defs: __,
        ...converted
      } = toJsonSchema(schema, { ...config, definitions: namedSchemas })
      return converted
    },
  }
}
