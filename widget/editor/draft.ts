/**
 * A form that is being edited and saves itself: after a short pause, again after a failure, and never over what
 * somebody else saved meanwhile. The network, the clock and the timers are given, so that tests need none of them.
 */
import type { Form } from '@fieldpost/shared/resources.ts'
import { batch, computed, type ReadonlySignal, signal } from '@preact/signals'
import type { Command, Document } from './document.ts'
import { applyCommand, beginHistory, redo, replaceDocument, undo } from './history.ts'
import { type Settled, settledBy } from './name.ts'
import { messageOf, RequestRefused } from './request.ts'

/** How long after the last edit a draft is saved, in ms. */
const PAUSE = 700
/** Waits between attempts to save, in ms: doubled from the first to the last. */
const FIRST_RETRY = 1_000
const LAST_RETRY = 30_000

export type SaveState =
  | { type: 'saved' }
  /** Changed, and about to be saved. */
  | { type: 'unsaved' }
  | { type: 'saving' }
  /** Could not be saved and will be tried again by itself. */
  | { type: 'retrying'; message: string }
  /** Will not be saved until something changes: the relay refused it. */
  | { type: 'refused'; message: string }
  /** Somebody else saved since; the owner must choose. */
  | { type: 'conflict' }

export interface DraftDeps {
  load(): Promise<Form>
  save(change: { title?: string; definition?: Form['definition']; revision: number }): Promise<Form>
  /** Milliseconds since any fixed moment. */
  now(): number
  /** Runs something once after so many ms; gives a function that calls it off. */
  later(ms: number, run: () => void): () => void
}

export interface Draft {
  /** The form as the relay last told it. */
  readonly form: ReadonlySignal<Form>
  readonly document: ReadonlySignal<Document>
  readonly state: ReadonlySignal<SaveState>
  readonly canUndo: ReadonlySignal<boolean>
  readonly canRedo: ReadonlySignal<boolean>
  /** What published versions may already use: names and values that no longer follow their labels. */
  readonly settled: ReadonlySignal<Settled>
  apply(command: Command): void
  undo(): void
  redo(): void
  /** Saves now what is not saved; gives whether everything is saved then. */
  flush(): Promise<boolean>
  /** After a conflict: saves what is here over what somebody else saved. */
  keepMine(): Promise<boolean>
  /** After a conflict: shows what somebody else saved; undo brings back what was here. Throws when it cannot be read. */
  takeTheirs(): Promise<void>
  /** Reads the form again after it was published. */
  published(): Promise<void>
}

export function openDraft(opened: Form, { load, save, now, later }: DraftDeps): Draft {
  const form = signal(opened)
  const history = signal(beginHistory({ title: opened.title, definition: opened.definition }))
  const state = signal<SaveState>({ type: 'saved' })
  const settled = signal<Settled>(opened.version === null ? new Set() : settledBy(opened.definition))
  const document = computed(() => history.value.present)

  let saved = history.value.present
  let failures = 0
  let callOff: (() => void) | null = null
  let running: Promise<void> | null = null

  const isDirty = () => document.value !== saved

  function schedule(ms: number) {
    callOff?.()
    callOff = later(ms, () => {
      void attempt()
    })
  }

  function changed() {
    // Only the owner ends a conflict; saving anyway would overwrite what somebody else did.
    if (state.value.type === 'conflict') return
    if (!isDirty()) {
      callOff?.()
      callOff = null
      if (!running) state.value = { type: 'saved' }
      return
    }
    failures = 0
    if (!running) state.value = { type: 'unsaved' }
    schedule(PAUSE)
  }

  async function flush(): Promise<boolean> {
    if (state.value.type === 'conflict') return false
    if (!isDirty()) return true
    await attempt()
    const goesOn = state.value.type === 'unsaved' || state.value.type === 'saving'
    return isDirty() && goesOn ? flush() : !isDirty()
  }

  /** One save, or the one that is under way. */
  function attempt(): Promise<void> {
    callOff?.()
    callOff = null
    running ??= saveOnce().finally(() => {
      running = null
    })
    return running
  }

  async function saveOnce(): Promise<void> {
    const sent = document.value
    const change: Parameters<DraftDeps['save']>[0] = { revision: form.value.revision }
    if (sent.title !== saved.title) change.title = sent.title
    if (sent.definition !== saved.definition) change.definition = sent.definition
    state.value = { type: 'saving' }
    try {
      const next = await save(change)
      saved = sent
      failures = 0
      batch(() => {
        form.value = next
        state.value = isDirty() ? { type: 'unsaved' } : { type: 'saved' }
      })
      if (isDirty()) schedule(PAUSE)
    } catch (error) {
      failed(error)
    }
  }

  function failed(error: unknown) {
    callOff?.()
    callOff = null
    const message = messageOf(error)
    if (error instanceof RequestRefused && error.status === 409) state.value = { type: 'conflict' }
    else if (error instanceof RequestRefused && !isPassing(error.status))
      state.value = { type: 'refused', message }
    else {
      const wait = Math.min(FIRST_RETRY * 2 ** failures++, LAST_RETRY)
      const asked = error instanceof RequestRefused ? (error.retryAfter ?? 0) * 1_000 : 0
      state.value = { type: 'retrying', message }
      schedule(Math.max(wait, asked))
    }
  }

  return {
    form,
    document,
    state,
    settled,
    canUndo: computed(() => history.value.past.length > 0),
    canRedo: computed(() => history.value.future.length > 0),
    apply(command) {
      const next = applyCommand(history.value, command, now())
      if (next === history.value) return
      history.value = next
      changed()
    },
    undo() {
      history.value = undo(history.value)
      changed()
    },
    redo() {
      history.value = redo(history.value)
      changed()
    },
    flush,
    async keepMine() {
      const theirs = await load()
      form.value = theirs
      // Everything is sent again: what it was saved over is not what is there now.
      saved = { title: theirs.title, definition: theirs.definition }
      state.value = { type: 'unsaved' }
      return flush()
    },
    async takeTheirs() {
      const theirs = await load()
      saved = { title: theirs.title, definition: theirs.definition }
      batch(() => {
        form.value = theirs
        history.value = replaceDocument(history.value, saved)
        state.value = { type: 'saved' }
      })
    },
    async published() {
      settled.value = new Set([...settled.value, ...settledBy(document.value.definition)])
      const told = await load()
      // Somebody else's save in between is met as a conflict by the next save, so its revision is not taken over.
      form.value = { ...told, revision: form.value.revision }
    },
  }
}

/** Refusals that pass by themselves: a time-out, too many requests, a relay in trouble. */
const isPassing = (status: number): boolean => status === 408 || status === 429 || status >= 500
