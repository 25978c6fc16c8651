/** One form in one place: loads it when it is needed, says so when it cannot, and takes all of it away again. */
import type { Start } from '../form/live.ts'
import type { EventName, MountOptions } from '../form/mount.tsx'
import { log } from './log.ts'

/** The form's own script, from the root of the relay; its name has a hash and is put in by the build. */
declare const FORM_ASSET: string

export interface Asked extends Pick<MountOptions, 'prefill' | 'hidden' | 'lang' | 'minHeight'> {
  form: string
}

export interface Instance {
  form: string
  host: HTMLElement
  load(): Promise<void>
  emit(event: EventName, detail?: Record<string, unknown>): void
  destroy(): void
}

const notice = `:host{all:initial;display:block;color-scheme:inherit;font-family:inherit}
:host([hidden]){display:none}
div{padding:1em;border:1px solid GrayText;border-radius:8px;background:Canvas;color:CanvasText;font-size:16px}
button{min-height:44px;padding:0 1em;font:inherit}`

/** A form in its host, which has a shadow root. It is not loaded before `load`. */
export function createInstance(
  host: HTMLElement,
  asked: Asked,
  relay: string,
  heard: (event: EventName, detail: Record<string, unknown>) => void,
): Instance {
  const { form } = asked
  const life = new AbortController()
  const { signal } = life
  const root = host.shadowRoot as ShadowRoot
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`${notice}:host{min-height:${Number(asked.minHeight) || 0}px}`)
  root.adoptedStyleSheets = [sheet]
  let loading: Promise<void> | undefined
  let tries = 0

  const emit: Instance['emit'] = (event, detail) => {
    const whole = { form, ...detail }
    host.dispatchEvent(
      new CustomEvent(`fieldpost:${event}`, { bubbles: true, composed: true, detail: whole }),
    )
    heard(event, whole)
  }

  async function start() {
    const address = `${relay}/v1/forms/${encodeURIComponent(form)}`
    // Some browsers remember that a module failed; another address is another module.
    const module: string = relay + FORM_ASSET + (tries++ ? `?${tries}` : '')
    try {
      const [{ start }, published] = await Promise.all([
        import(/* @vite-ignore */ module) as Promise<{ start: Start }>,
        fetch(address, { credentials: 'omit', signal }).then((response) => {
          if (response.ok) return response.json()
          throw response.status
        }),
      ])
      root.replaceChildren()
      await start(host, address, { ...asked, form: published, emit }, signal)
    } catch (error) {
      if (!signal.aborted) fail(error)
    }
  }

  function fail(error: unknown) {
    loading = undefined
    const missing = error === 404 || error === 410
    log(`form ${form}`, missing ? 'is not published' : 'could not be loaded:', error)
    const box = document.createElement('div')
    const words = document.createElement('p')
    const again = document.createElement('button')
    box.setAttribute('role', 'alert')
    words.textContent = missing ? 'This form is not available.' : 'This form could not be loaded.'
    again.textContent = 'Try again'
    again.addEventListener('click', () => void load(), { signal })
    box.append(words, again)
    root.replaceChildren(box)
    emit('error', { reason: missing ? 'gone' : 'unreachable' })
  }

  function load() {
    loading ??= start()
    return loading
  }

  return {
    form,
    host,
    load,
    emit,
    destroy() {
      life.abort()
      root.replaceChildren()
      root.adoptedStyleSheets = []
    },
  }
}
