/**
 * The script that an owner pastes. It finds the places that ask for a form, now and later, and loads the form when
 * one comes near. Its only global is `Fieldpost`. A page that wants to call it before it is there queues calls,
 * each a method's name and its arguments:
 *
 *     window.Fieldpost ||= { q: [] }
 *     Fieldpost.q.push(['on', 'submit', (detail) => console.log(detail.answers)])
 */
import type { FieldpostApi, FieldpostCall } from '../embed.d.ts'
import { log } from './log.ts'
import { type Watch, watch } from './watch.ts'

// Read at once: it is null as soon as this script has run. Module loaders have none at all.
const script = (document.currentScript ??
  document.querySelector('script[src*="/embed.js"]')) as HTMLScriptElement | null

const queue = window.Fieldpost?.q
// A second tag, of this version or another, finds the first one's work going on: what it asks for is a place like
// any other. (Something else may have the name: an element with that id, for one.)
if (script && (!window.Fieldpost?.mount || Array.isArray(queue))) {
  const api = apiOf(watch(new URL(script.src).origin))
  const push = (...calls: FieldpostCall[]) => {
    for (const [method, ...args] of calls) {
      try {
        ;(api[method] as ((...args: unknown[]) => unknown) | undefined)?.(...args)
      } catch (error) {
        log(error)
      }
    }
  }
  window.Fieldpost = { ...api, q: { push } }
  if (Array.isArray(queue)) push(...queue)
}

function apiOf({ add, find }: Watch): FieldpostApi {
  return {
    mount: (element, options) => add(element, { mode: 'inline', ...options }),
    open(form, options) {
      if (!find(form)[0]) {
        const place = document.createElement('div')
        // It comes when it is called, whatever else the form would come by.
        place.dataset.manual = ''
        document.documentElement.append(place)
        add(place, { mode: 'popup', ...options, form })
      }
      void find(form)[0]?.open()
    },
    close(form) {
      for (const instance of find(form)) void instance.close()
    },
    on(event, listener) {
      const hear = ({ detail }: CustomEvent) => listener(detail)
      const heard = [`fieldpost:${event}`, hear as (event: Event) => void, true] as const
      // On the way down, where nothing of the page has stopped it yet.
      document.addEventListener(...heard)
      return () => document.removeEventListener(...heard)
    },
  }
}
