/** What opens a form that is not inline. */
import type { Trigger } from '@fieldpost/shared/display.ts'
import { createHaste } from './haste.ts'

/** A pointer that leaves the page this near to its top, in CSS pixels, is on its way to the tabs or the address. */
const TOP_PX = 10

export interface Listeners {
  /** Once for each trigger and each page that a visitor comes to, whether or not its script has loaded anew. */
  ripe(): void
  /** The visitor clicked on what a trigger names. */
  clicked(): void
  /** The page has got another address without being loaded anew. */
  turned(): void
}

/** Watches for the triggers until `signal` ends it. */
export function watchTriggers(triggers: readonly Trigger[], listeners: Listeners, signal: AbortSignal): void {
  const { ripe, clicked, turned } = listeners
  const passive = { signal, passive: true }
  const timers = new Set<ReturnType<typeof setTimeout>>()
  let page = pageOf(location.href)
  let seen: Set<Trigger>
  let haste: ReturnType<typeof createHaste>
  let frame = 0

  const percent = lowest('scroll')
  const exit = triggers.find(({ on }) => on === 'exit')
  const scroll = triggers.find((trigger) => trigger.on === 'scroll' && trigger.percent === percent)

  function lowest(on: 'scroll') {
    return Math.min(
      ...triggers.map((trigger) => (trigger.on === on ? trigger.percent : Number.POSITIVE_INFINITY)),
    )
  }

  function once(trigger: Trigger) {
    if (seen.has(trigger)) return
    seen.add(trigger)
    ripe()
  }

  function begin() {
    end()
    seen = new Set()
    haste = createHaste()
    for (const trigger of triggers) {
      if (trigger.on === 'load') once(trigger)
      if (trigger.on === 'delay')
        timers.add(setTimeout(() => look() || once(trigger), trigger.seconds * 1_000))
    }
    measureSoon()
  }

  function end() {
    for (const timer of timers) clearTimeout(timer)
    timers.clear()
    cancelAnimationFrame(frame)
    frame = 0
  }

  /** Whether this is another page than before. History is not patched: one looks when something happens. */
  function look(): boolean {
    const now = pageOf(location.href)
    if (now === page) return false
    page = now
    turned()
    begin()
    return true
  }

  // Once a frame, when the browser has laid the page out anyway.
  function measureSoon() {
    if (scroll || exit) frame ||= requestAnimationFrame(measure)
  }

  function measure(at: number) {
    frame = 0
    const { scrollTop, clientHeight, scrollHeight } = document.scrollingElement ?? document.documentElement
    if (scroll && ((scrollTop + clientHeight) / scrollHeight) * 100 >= (percent ?? 0)) once(scroll)
    if (exit && haste(scrollTop, clientHeight, at) && matchMedia('(hover: none)').matches) once(exit)
  }

  signal.addEventListener('abort', end)
  const { navigation } = window as { navigation?: EventTarget }
  navigation?.addEventListener('currententrychange', look, { signal })
  addEventListener('popstate', look, { signal })
  if (scroll || exit) document.addEventListener('scroll', () => look() || measureSoon(), passive)
  if (exit)
    document.addEventListener(
      'mouseout',
      ({ relatedTarget, clientY }) => {
        if (!relatedTarget && clientY < TOP_PX && !look()) once(exit)
      },
      passive,
    )
  for (const trigger of triggers) {
    if (trigger.on !== 'click' || !isSelector(trigger.selector)) continue
    // While it is on its way down: pages stop clicks on their way up.
    document.addEventListener(
      'click',
      (event) => {
        const path = event.composedPath()
        if (!path.some((node) => node instanceof Element && node.matches(trigger.selector))) return
        if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
        look()
        // A link to the form's own page is for visitors without scripts.
        event.preventDefault()
        clicked()
      },
      { signal, capture: true },
    )
  }
  begin()
}

/** What makes a page another one. A fragment does not, unless it is a path, as some routers have it. */
const pageOf = (address: string) => address.replace(/#(?![!/]).*/, '')

function isSelector(selector: string): boolean {
  try {
    document.createDocumentFragment().querySelector(selector)
    return true
  } catch (error) {
    console.error('[fieldpost]', error)
    return false
  }
}
