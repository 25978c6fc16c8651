/** A form in its host: the shadow root, its styles, and what it keeps from the page around it. */
import { type Control, control, type Emit } from './control.tsx'
import { moreStyles } from './fields/index.ts'
import type { MountOptions } from './mount.tsx'
import { parts } from './parts.ts'
import { sheetOf } from './sheet.ts'
import styles from './style.css?inline'

/** Shared by every form of the page. */
const sheet = sheetOf(styles)

export interface Stand {
  apply: Control['apply']
  /** Draws anew, with what was loaded meanwhile, and with the theme of the form as it is now. */
  draw(now?: MountOptions['form']): void
}

/**
 * Draws a form in the host's shadow root, or `into` a part of it, until `signal` takes all of it away. Throws when
 * the host is an element that cannot have a shadow root.
 */
export function stand(host: HTMLElement, options: MountOptions, signal: AbortSignal): Stand {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
  const { into } = options
  // What is around the form has styles of its own; what a loader showed before has not.
  const around = into ? root.adoptedStyleSheets : []
  const room = sheetOf(`:host{min-height:${options.minHeight ?? 0}px}`)
  const emit: Emit = (event, detail) => options.emit?.(event, { form: options.form.id, ...detail })
  // The page's own shortcuts must not fire while somebody types an answer.
  for (const type of ['keydown', 'keypress', 'keyup']) {
    host.addEventListener(type, (event) => event.stopPropagation(), { signal })
  }
  const seen = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return
    seen.disconnect()
    emit('view')
  })
  const form = control(into ?? root, options, emit)
  const draw: Stand['draw'] = (now = options.form) => {
    if (signal.aborted) return
    root.adoptedStyleSheets = [
      sheet,
      ...[...moreStyles, parts.theme?.themeCss(now.definition.theme) ?? ''].map(sheetOf),
      room,
      ...around,
    ]
    form.draw()
  }
  draw()
  emit('ready')
  seen.observe(into ?? host)
  signal.addEventListener('abort', () => {
    seen.disconnect()
    form.stop()
    root.adoptedStyleSheets = around
  })
  return { apply: form.apply, draw }
}
