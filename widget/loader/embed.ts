/**
 * The script that an owner pastes. It finds the places that ask for a form, now and later, and loads the form when
 * one comes near. Its only global is `Fieldpost`. A page that wants to call it before it is there queues calls,
 * each a method's name and its arguments:
 *
 *     window.Fieldpost ||= { q: [] }
 *     Fieldpost.q.push(['on', 'submit', (detail) => console.log(detail.answers)])
 */
import type { EventName } from '../form/mount.tsx'
import { log } from './log.ts'
import { type Watch, watch } from './watch.ts'

type Call = [method: string, ...args: unknown[]]

const page = window as { Fieldpost?: { mount?: unknown; q?: Call[] | { push: unknown } } }
// Read at once: it is null as soon as this script has run. Module loaders have none at all.
const script = (document.currentScript ??
  document.querySelector('script[src*="/embed.js"]')) as HTMLScriptElement | null

const queue = page.Fieldpost?.q
// A second tag finds the first one's work going on: what it asks for is a place like any other. (Something else may
// have the name: an element with that id, for one.)
if (script && (!page.Fieldpost?.mount || Array.isArray(queue))) {
  const events = new EventTarget()
  const heard = (event: EventName, detail: unknown) =>
    events.dispatchEvent(new CustomEvent(event, { detail }))
  const api = apiOf(watch(new URL(script.src).origin, heard), events)
  const push = (...calls: Call[]) => {
    for (const [method, ...args] of calls) {
      try {
        ;(api as Record<string, (...args: unknown[]) => unknown>)[method]?.(...args)
      } catch (error) {
        log(error)
      }
    }
  }
  page.Fieldpost = { ...api, q: { push } }
  if (Array.isArray(queue)) push(...queue)
}

function apiOf({ add, find }: Watch, events: EventTarget) {
  return {
    /** Puts a form into an element. */
    mount: add,
    /** Brings a form into view, loaded or not, also after `close`. */
    open(form: string) {
      const [instance] = find(form)
      if (!instance) return
      instance.host.hidden = false
      void instance.load().then(() => instance.host.scrollIntoView({ block: 'nearest' }))
    },
    /** Takes a form out of view; its answers stay. */
    close(form: string) {
      for (const { host, emit } of find(form)) {
        host.hidden = true
        emit('close')
      }
    },
    /** Hears an event of every form on the page; gives the way to stop. */
    on(event: EventName, listener: (detail: Record<string, unknown>) => void) {
      const hear = (heard: Event) => listener((heard as CustomEvent).detail)
      events.addEventListener(event, hear)
      return () => events.removeEventListener(event, hear)
    },
  }
}
