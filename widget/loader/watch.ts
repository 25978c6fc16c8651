/** Keeps forms where the page asks for them: finds places, now and later, and clears up after those that leave. */
import { hostFor } from './host.ts'
import { type Asked, createInstance, type Instance } from './instance.ts'
import { log } from './log.ts'
import { PLACES, readPlace } from './place.ts'

/** Pages that build themselves change a hundred times a second; looking once is enough. */
const SCAN_MS = 50

interface Kept extends Instance {
  /** Follows the attributes of its place; others were mounted by a call. */
  own: boolean
  /** Was on the page at some time: what a call mounts may be put there later. */
  seen: boolean
}

export interface Watch {
  add(place: Element, asked: Asked): { destroy(): void }
  /** The forms of this id, in the order in which they came. */
  find(form: string): Instance[]
}

/** Begins to watch the page, for a relay's origin. */
export function watch(relay: string): Watch {
  const kept = new Map<Element, Kept>()
  let due = false

  function add(place: Element, asked: Asked, own: boolean) {
    remove(place)
    const host = hostFor(place)
    if (!host) return
    const instance = createInstance(place, host, asked, relay)
    kept.set(place, { ...instance, own, seen: place.isConnected })
  }

  function remove(place: Element) {
    const instance = kept.get(place)
    if (!instance) return
    kept.delete(place)
    instance.destroy()
    if (instance.host !== place) instance.host.remove()
  }

  function visit(place: Element) {
    const asked = readPlace(place)
    const known = kept.get(place)
    if (known && (!known.own || known.asked.form === asked?.form)) return
    remove(place)
    // Another script's `data-form` is another script's business.
    const foreign = place instanceof HTMLScriptElement && !place.src.startsWith(`${relay}/embed.js`)
    if (asked && !foreign) add(place, asked, true)
  }

  function scan() {
    due = false
    try {
      for (const [place, instance] of kept) {
        if (place.isConnected) instance.seen = true
        else if (instance.seen) remove(place)
      }
      for (const place of document.querySelectorAll(PLACES)) visit(place)
    } catch (error) {
      log(error)
    }
  }

  function scanSoon() {
    if (!due) setTimeout(scan, SCAN_MS)
    due = true
  }

  scan()
  new MutationObserver(scanSoon).observe(document, {
    subtree: true,
    childList: true,
    attributeFilter: ['data-fieldpost', 'data-form'],
  })
  // The element also works inside other components' shadow roots, where nothing can be found from outside.
  if (!customElements.get('fieldpost-form')) {
    customElements.define(
      'fieldpost-form',
      class extends HTMLElement {
        static observedAttributes = ['form']
        connectedCallback() {
          visit(this)
        }
        attributeChangedCallback() {
          if (this.isConnected) visit(this)
        }
        disconnectedCallback() {
          scanSoon()
        }
      },
    )
  }

  return {
    add(place, asked) {
      add(place, asked, false)
      const mine = kept.get(place)
      return {
        destroy() {
          if (kept.get(place) === mine) remove(place)
        },
      }
    },
    find: (form) => [...kept.values()].filter((instance) => instance.asked.form === form),
  }
}
