/**
 * The types of the script that a page embeds. Copy this file into your project, or fetch it from your relay at
 * `/embed.d.ts`; it declares `window.Fieldpost` and the `fieldpost:…` events.
 */
export type FieldpostEvent = 'ready' | 'view' | 'start' | 'page' | 'submit' | 'error' | 'close'

/** An answer to a field. */
export type FieldpostAnswer =
  | string
  | number
  | boolean
  | string[]
  | Record<string, string>
  | { id: string; name: string; type: string; size: number }[]

/** What every event says, and what each says beside it. */
export interface FieldpostDetails {
  /** The form is drawn. */
  ready: { form: string }
  /** Some of it has been seen. */
  view: { form: string }
  /** The visitor has begun to answer. */
  start: { form: string }
  /** Another step is shown. */
  page: { form: string; page: string; step: number; of: number }
  /** The relay has the answers. */
  submit: { form: string; submissionId: string; answers: Readonly<Record<string, FieldpostAnswer>> }
  /** Answers are not right or were refused, or the form could not be loaded. */
  error: {
    form: string
    reason: string
    issues?: readonly { field: string; code: string; message?: string }[]
  }
  /** The form was closed, by the visitor or by a call. */
  close: { form: string }
}

export interface FieldpostOptions {
  /** Answers to begin with, by field name. */
  prefill?: Readonly<Record<string, FieldpostAnswer>>
  /** Values of hidden fields, by field name. */
  hidden?: Readonly<Record<string, string>>
  /** A BCP 47 tag; the language of the page when absent. */
  lang?: string
}

export interface FieldpostMountOptions extends FieldpostOptions {
  form: string
  /** How it comes onto the page: in the element, when absent. */
  mode?: 'inline' | 'popup' | 'slide-in' | 'floating' | 'bar'
  /** Room to keep before the form is there, in CSS pixels. */
  minHeight?: number
}

export interface FieldpostHandle {
  /** Takes the form away: every node, listener and timer. */
  destroy(): void
}

export interface FieldpostApi {
  /** Puts a form into an element. */
  mount(element: Element, options: FieldpostMountOptions): FieldpostHandle
  /** Opens a form, or brings it into view; one that is nowhere on the page comes as a popup, with these options. */
  open(form: string, options?: FieldpostOptions): void
  /** Closes a form, or takes it out of view; its answers stay. */
  close(form: string): void
  /** Hears an event of every form of the page; gives the way to stop. */
  on<Event extends FieldpostEvent>(
    event: Event,
    listener: (detail: FieldpostDetails[Event]) => void,
  ): () => void
}

type Heard = { [Event in FieldpostEvent]: ['on', Event, (detail: FieldpostDetails[Event]) => void] }

export type FieldpostCall =
  | ['mount', Element, FieldpostMountOptions]
  | ['open', string, FieldpostOptions?]
  | ['close', string]
  | Heard[FieldpostEvent]

/** Before the script has loaded there may be a queue of calls, which it makes when it comes. */
export interface FieldpostQueue {
  q: { push(...calls: FieldpostCall[]): unknown }
}

declare global {
  interface Window {
    Fieldpost?: FieldpostQueue & Partial<FieldpostApi>
  }
  interface GlobalEventHandlersEventMap extends FieldpostEventMap {}
}

/** As they bubble from the element that has the form. */
type FieldpostEventMap = {
  [Event in FieldpostEvent as `fieldpost:${Event}`]: CustomEvent<FieldpostDetails[Event]>
}
