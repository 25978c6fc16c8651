/** What the loader imports: a form on a stranger's page, which sends to the relay that it came from. */
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import { loadKinds } from './fields/index.ts'
import { loadRules } from './flow.ts'
import { loadTheme } from './look.ts'
import { loadWords } from './messages/languages.ts'
import type { MountOptions } from './mount.tsx'
import { sendTo } from './send.ts'
import { stand } from './stand.ts'

export type Start = typeof start

/**
 * Draws a published form that belongs to `address`, `RELAY/v1/forms/ID`, and follows its redirect, until `signal`
 * takes it away. Rejects when a part of the form's script cannot be loaded.
 */
export async function start(
  host: HTMLElement,
  address: string,
  options: Omit<MountOptions, 'send' | 'endpoint' | 'navigate'>,
  signal: AbortSignal,
): Promise<void> {
  const { definition } = options.form
  await Promise.all([
    loadKinds(fieldsOf(definition)),
    loadRules(definition),
    loadTheme(definition.theme),
    loadWords(options.lang || options.form.language),
  ])
  if (signal.aborted) return
  const context = () => ({
    // A fragment is the page's own business, and may be a token.
    url: location.href.replace(/#.*/, ''),
    referrer: document.referrer,
    language: options.lang || navigator.language,
  })
  const navigate = (to: string) => location.assign(to)
  const endpoint = `${address}/submissions`
  stand(host, { ...options, endpoint, send: sendTo(endpoint, context), navigate }, signal)
}
