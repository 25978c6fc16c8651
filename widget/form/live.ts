/** What the loader imports: a form on a stranger's page, which sends to the relay that it came from. */
import type { MountOptions } from './mount.tsx'
import { loadParts } from './parts.ts'
import { post, sendTo } from './send.ts'
import { stand } from './stand.ts'

export type Start = typeof start

/**
 * Draws a published form that belongs to `address`, `RELAY/v1/forms/ID`, and follows its redirect, until `signal`
 * takes it away. Rejects when a part of the form's script cannot be loaded.
 */
export async function start(
  host: HTMLElement,
  address: string,
  options: Omit<MountOptions, 'send' | 'endpoint' | 'context' | 'params' | 'navigate' | 'abandon'>,
  signal: AbortSignal,
): Promise<void> {
  const { form, lang, emit } = options
  await loadParts(form, lang)
  if (signal.aborted) return
  const context = () => ({
    // A fragment is the page's own business, and may be a token.
    url: location.href.replace(/#.*/, ''),
    referrer: document.referrer,
    language: navigator.language,
  })
  const said = new Set<string>()
  // What the report counts: once each, and nothing that tells visitors apart.
  const tell = (type: string, page?: unknown) => {
    const what = JSON.stringify({ type, version: form.version, page })
    if (said.has(what)) return
    said.add(what)
    void post(`${address}/signals`, what)
  }
  const endpoint = `${address}/submissions`
  stand(
    host,
    {
      ...options,
      params: new URLSearchParams(location.search),
      endpoint,
      context,
      send: sendTo(endpoint),
      navigate: (to) => location.assign(to),
      abandon: (page) => tell('abandon', page),
      emit(event, detail) {
        emit?.(event, detail)
        if (['view', 'start', 'page'].includes(event)) tell(event, detail.page)
      },
    },
    signal,
  )
}
