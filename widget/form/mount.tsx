/** The public door of the form, for who shows one and edits it: the editor's preview. */
import type { Answer } from '@fieldpost/shared/fields/index.ts'
import type { PublishedForm } from '@fieldpost/shared/form.ts'
import type { SubmissionContext } from '@fieldpost/shared/submission.ts'
import { idOf } from './fields/frame.tsx'
import { loadParts } from './parts.ts'
import type { Send } from './send.ts'
import { stand } from './stand.ts'
import { replace, turnTo } from './state.ts'

export type EventName = 'ready' | 'view' | 'start' | 'page' | 'submit' | 'error' | 'close'

export interface MountOptions {
  form: PublishedForm
  send: Send
  /**
   * The address of the form's submissions. Without it, files that are chosen are kept in the page, and nothing is
   * kept for another time.
   */
  endpoint?: string | undefined
  /** Where the visitor is, for the relay. */
  context?: (() => SubmissionContext) | undefined
  /** Told when the visitor leaves a form that they began: the id of the step that they were at. */
  abandon?: ((step: string) => void) | undefined
  /** The page's own parameters, for the fields that name one. */
  params?: URLSearchParams | undefined
  /** Answers to begin with, by field name. Names in any case; what a field cannot hold is left out. */
  prefill?: Readonly<Record<string, Answer>> | undefined
  /** Values of hidden fields, by field name; names that are no hidden field are left out. */
  hidden?: Readonly<Record<string, string>> | undefined
  /** A BCP 47 tag; the page's own language when absent. */
  lang?: string | undefined
  /** Room to keep, in CSS pixels, so that the page does not shift. */
  minHeight?: number | undefined
  /** Where to draw, inside the host's shadow root; the root itself when absent. */
  into?: HTMLElement | undefined
  emit?: ((event: EventName, detail: Record<string, unknown>) => void) | undefined
  /** Follows the owner's redirect after the thanks; without it, nobody is sent anywhere. */
  navigate?: ((address: string) => void) | undefined
}

export interface Handle {
  /** Draws another definition of the form; answers stay where their fields still exist. */
  update(form: PublishedForm): void
  /**
   * Turns to the page of a field, by its id, once its kind is loaded. Resolves with what is drawn of it: null when
   * that is nothing.
   */
  show(id: string): Promise<Element | null>
  /** Takes away every node, listener and timer. */
  destroy(): void
}

/**
 * Draws a form in the host's shadow root. Throws when the host is an element that cannot have one. Kinds of fields
 * that are not loaded yet are drawn as soon as they are.
 */
export function mountForm(host: HTMLElement, options: MountOptions): Handle {
  const life = new AbortController()
  const { apply, draw } = stand(host, options, life.signal)
  let loaded: Promise<void> | undefined
  let newest = options.form
  const load = (form: PublishedForm) => {
    newest = form
    loaded = loadParts(form, options.lang)?.then(() => draw(newest))
  }
  load(options.form)
  return {
    update(form) {
      apply((state) => replace(state, form))
      draw(form)
      load(form)
    },
    async show(id) {
      await loaded
      if (life.signal.aborted) return null
      apply((state) => turnTo(state, id))
      const root = host.shadowRoot
      // A group's own id is that of its legend.
      const part = root?.getElementById(idOf({ id })) ?? root?.getElementById(idOf({ id }, 'l'))
      return part?.closest('.field') ?? null
    },
    destroy: () => life.abort(),
  }
}
