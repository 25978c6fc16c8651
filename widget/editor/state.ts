/** What every screen of the editor shares: where one is, and who one is. */
import type { Session } from '@fieldpost/shared/resources.ts'
import { signal } from '@preact/signals'
import { getSession, onSignedOut } from './api.ts'
import { RequestRefused } from './request.ts'
import { paths, startRouter } from './router.ts'

export const router = startRouter(window)

export type Who =
  | { state: 'asking' }
  | { state: 'signed-in'; session: Session }
  | { state: 'signed-out' }
  | { state: 'failed'; error: unknown }

export const who = signal<Who>({ state: 'asking' })

/** Asks the relay who is signed in. */
export async function askWho(): Promise<void> {
  if (who.peek().state === 'failed') who.value = { state: 'asking' }
  try {
    who.value = { state: 'signed-in', session: await getSession() }
  } catch (error) {
    const nobody = error instanceof RequestRefused && error.status === 401
    who.value = nobody ? { state: 'signed-out' } : { state: 'failed', error }
  }
}

onSignedOut(() => {
  who.value = { state: 'signed-out' }
  const { screen } = router.route.peek()
  if (screen !== 'sign-in' && screen !== 'setup') {
    router.navigate(paths.signIn(router.here()), { replace: true })
  }
})
