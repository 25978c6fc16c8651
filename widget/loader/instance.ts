/** One form in one place: loads it when it is needed, says so when it cannot, and takes all of it away again. */
import type { PublishedForm } from '@fieldpost/shared/form.ts'
import type { Arm, Doors } from '../form/display/display.ts'
import type { Start } from '../form/live.ts'
import type { EventName, MountOptions } from '../form/mount.tsx'
import { log } from './log.ts'

/** Scripts of the form and of what stands over the page, from the root of the relay; the build puts them in. */
declare const FORM_ASSET: string
declare const DISPLAY_ASSET: string

export interface Asked extends Pick<MountOptions, 'prefill' | 'hidden' | 'lang' | 'minHeight'> {
  form: string
  /** How it comes onto the page; the form's own way when absent. */
  mode?: string | undefined
}

export interface Instance extends Doors {
  asked: Asked
  host: HTMLElement
  destroy(): void
}

/** How far outside the window a form begins to load. */
const NEAR = '500px'

/** As it was when the script came: what the page makes of it later need not work for others. */
const { fetch } = window

/** Each form and language is asked for once, by all places of the page, until one of them leaves. */
const published = new Map<string, Promise<PublishedForm>>()

const notice = `:host{all:initial;display:block;color-scheme:inherit;font-family:inherit}
:host([hidden]){display:none}
div{padding:1em;border:1px solid;background:Canvas;color:CanvasText}
button{min-height:44px}`

/** A form in its host, which has a shadow root. An inline one is not loaded before it is near. */
export function createInstance(element: Element, host: HTMLElement, asked: Asked, relay: string): Instance {
  const { form, mode, lang } = asked
  const life = new AbortController()
  const { signal } = life
  const root = host.shadowRoot as ShadowRoot
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`${notice}:host{min-height:${asked.minHeight}px}`)
  root.adoptedStyleSheets = [sheet]
  const address = `${relay}/v1/forms/${encodeURIComponent(form)}`
  const { lang: spoken } = host.closest<HTMLElement>('[lang]') ?? document.documentElement
  const definition = `${address}?lang=${encodeURIComponent(lang || spoken || navigator.language)}`
  let doors: Promise<Doors | null | undefined> | undefined
  let drawn: Promise<boolean> | undefined
  let tries = 0

  function emit(event: EventName, detail?: Record<string, unknown>) {
    host.dispatchEvent(
      new CustomEvent(`fieldpost:${event}`, { bubbles: true, composed: true, detail: { form, ...detail } }),
    )
  }

  function ask() {
    let asked = published.get(definition)
    if (!asked) {
      asked = fetch(definition, { credentials: 'omit' }).then((response) => {
        if (response.ok) return response.json()
        throw response.status
      })
      published.set(definition, asked)
      asked.catch(() => published.delete(definition))
    }
    return asked
  }

  // Some browsers remember that a module failed; another address is another module.
  const load = <Module>(asset: string): Promise<Module> =>
    import(/* @vite-ignore */ relay + asset + (tries ? `?${tries}` : ''))

  /** What opens and closes the form; undefined when it is inline, null when nobody knows yet. */
  function arm() {
    doors ??= decide().catch((error) => {
      doors = undefined
      fail(error, mode ? undefined : root, near)
      return null
    })
    return doors
  }

  async function decide() {
    if (mode === 'inline') return undefined
    const form = await ask()
    const wanted = mode ?? form.definition.display.mode
    if (wanted === 'inline') return undefined
    const { arm } = await load<{ arm: Arm }>(DISPLAY_ASSET)
    return arm({ element, host, form, mode: wanted, draw, emit }, signal)
  }

  async function near() {
    const known = await arm()
    if (known === undefined && !signal.aborted) {
      drawn ??= draw(signal)
      await drawn
    }
    return known
  }

  async function draw(until: AbortSignal, into?: HTMLElement): Promise<boolean> {
    const where = into ?? root
    try {
      const [{ start }, form] = await Promise.all([load<{ start: Start }>(FORM_ASSET), ask()])
      if (until.aborted) return false
      where.replaceChildren()
      await start(host, address, { ...asked, lang: form.language, form, into, emit }, until)
      return true
    } catch (error) {
      if (!until.aborted) fail(error, where, () => draw(until, into))
      return false
    }
  }

  function fail(error: unknown, where: ParentNode | undefined, retry: () => unknown) {
    if (signal.aborted) return
    tries++
    const missing = error === 404 || error === 410
    const words = missing ? 'This form is not available.' : 'This form could not be loaded.'
    log(words, form, error)
    emit('error', { reason: missing ? 'gone' : 'unreachable' })
    const add = (tag: string, words: string) => {
      const made = document.createElement(tag)
      made.textContent = words
      box.append(made, ' ')
      return made
    }
    const box = document.createElement('div')
    box.setAttribute('role', 'alert')
    add('p', words)
    if (!missing) {
      add('button', 'Try again').addEventListener('click', retry)
      ;(add('a', 'Open it on its own page') as HTMLAnchorElement).href =
        `${relay}/f/${encodeURIComponent(form)}`
    }
    where?.replaceChildren(box)
  }

  const nearby = new IntersectionObserver(
    (entries) => {
      // The newest of what there is to say about the one element.
      const entry = entries.at(-1)
      if (!entry?.isIntersecting) return
      nearby.disconnect()
      // Who keeps room for it wants it inline: its script need not wait until the form has said so.
      if (entry.boundingClientRect.height) load(FORM_ASSET).catch(() => {})
      void near()
    },
    { rootMargin: NEAR },
  )
  nearby.observe(host)
  if (mode !== 'inline') void arm()

  return {
    asked,
    host,
    async open() {
      const known = await near()
      if (known) return known.open()
      host.hidden = false
      host.scrollIntoView({ block: 'nearest' })
    },
    async close() {
      const known = await arm()
      if (known) return known.close()
      host.hidden = true
      emit('close')
    },
    destroy() {
      life.abort()
      nearby.disconnect()
      published.delete(definition)
      root.replaceChildren()
      root.adoptedStyleSheets = []
    },
  }
}
