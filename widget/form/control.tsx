/** What happens between a visitor and a form: keeps the state, draws it, sends, and moves the focus. */
import { render } from 'preact'
import { FormView } from './form.tsx'
import { wordsOf } from './messages/languages.ts'
import type { EventName, MountOptions } from './mount.tsx'
import { newKey, sendUntilDecided } from './send.ts'
import { back, begin, change, forward, outgoing, type State, settle, view } from './state.ts'

/** Tells the page; the form's id is added. */
export type Emit = (event: EventName, detail?: Record<string, unknown>) => void

export interface Control {
  draw(): void
  /** Goes on from another state. */
  apply(step: (state: State) => State): void
  /** Ends what runs and takes every node away. */
  stop(): void
}

/** A form in a shadow root, or in a part of one; nothing is drawn before the first `draw`. */
export function control(root: ShadowRoot | HTMLElement, options: MountOptions, emit: Emit): Control {
  const { lang, send, navigate } = options
  let state = begin(options.form, options.prefill, options.hidden)
  let started = false
  /** What was sent last and under which key: the same answers are sent again under the same key. */
  let content = ''
  let key = ''
  let sending = new AbortController()
  let hurry = () => {}

  function draw() {
    render(
      <FormView
        state={state}
        t={wordsOf(lang || state.form.language)}
        lang={lang}
        endpoint={options.endpoint}
        change={(id, value) => {
          if (!started) emit('start')
          started = true
          go(change(state, id, value))
          if (state.phase === 'unsent') sending.abort()
        }}
        submit={submit}
        back={() => turn(back(state))}
        // A name has no character that a selector would trip over.
        point={(name) => focus(`[name="${name}"]`)}
      />,
      root,
    )
  }

  const focus = (selector: string) => root.querySelector<HTMLElement>(selector)?.focus()

  function go(next: State, to?: string) {
    state = next
    draw()
    if (to) focus(to)
  }

  function turn(next: State) {
    go(next, '.title')
    const { pages, page, step } = view(state)
    emit('page', { page: page.id, step: step + 1, of: pages.length })
  }

  function tell(next: State) {
    go(next, '.summary')
    emit('error', { reason: state.phase === 'refused' ? state.refusal : 'invalid', issues: state.issues })
  }

  function submit() {
    if (state.phase === 'waiting') hurry()
    if (state.phase === 'waiting' || state.phase === 'sending') return
    const next = forward(state)
    if (next.issues.length > 0) tell(next)
    else if (next.phase === 'sending') {
      go(next)
      void deliver()
    } else turn(next)
  }

  async function deliver() {
    const { form, values } = state
    const { version } = form
    const { answers, hidden } = outgoing(state)
    const now = JSON.stringify([version, answers, hidden])
    if (content !== now) key = newKey()
    content = now
    const attempt = { key, version, answers, hidden }
    sending = new AbortController()
    const { signal } = sending
    const result = await sendUntilDecided(
      (signal) => send(attempt, signal),
      signal,
      () => {
        go(settle(state, { outcome: 'later' }, values))
        if (state.phase === 'unsent') sending.abort()
      },
      wait,
    )
    if (signal.aborted) return
    const next = settle(state, result, values)
    if (result.outcome === 'accepted') {
      go(next, '.title')
      emit('submit', { submissionId: result.id, answers })
      const { redirect } = form.definition.thanks
      if (redirect) navigate?.(redirect)
    } else {
      if (next.refusal === 'key-reused') content = ''
      tell(next)
    }
  }

  /** Until the time is up, the network is back, the visitor asks for it, or nobody waits any more. */
  const wait = (ms: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      hurry = () => {
        clearTimeout(timer)
        removeEventListener('online', hurry)
        resolve()
      }
      const timer = setTimeout(hurry, ms)
      addEventListener('online', hurry)
      signal.addEventListener('abort', hurry)
    })

  return {
    draw,
    apply: (step) => go(step(state)),
    stop() {
      sending.abort()
      render(null, root)
    },
  }
}
