/** What happens between a visitor and a form: keeps the state, draws it, sends, and moves the focus. */
import { render } from 'preact'
import { FormView } from './form.tsx'
import { wordsOf } from './messages/languages.ts'
import type { EventName, MountOptions } from './mount.tsx'
import { parts, tryPart } from './parts.ts'
import { bodyOf, newKey, type Outgoing, type SendResult } from './send.ts'
import {
  back,
  begin,
  change,
  endingOf,
  forward,
  outgoing,
  recall,
  type State,
  settle,
  view,
} from './state.ts'

/** Tells the page; the form's id is added. */
export type Emit = (event: EventName, detail?: Record<string, unknown>) => void

export interface Control {
  draw(): void
  /** Goes on from another state. */
  apply(step: (state: State) => State): void
  /** Ends what runs and takes every node away. */
  stop(): void
}

/** A form in a shadow root; nothing is drawn before the first `draw`. */
export function control(root: ShadowRoot | HTMLElement, options: MountOptions, emit: Emit): Control {
  const { lang, send, navigate, endpoint, context, abandon } = options
  const { definition, id, version } = options.form
  const { settings } = definition
  const life = new AbortController()
  const { signal } = life
  let state = begin(options.form, options)
  let started = false
  /** What was sent last and under which key: the same answers are sent again under the same key. */
  let content = ''
  let key = newKey()
  let sending = new AbortController()
  /** What is sent right now. */
  let underWay: Outgoing | undefined
  /** The key of an earlier submission that was refused, and is shown to be mended. */
  let stale = ''

  // What follows only happens where something is sent, and is loaded by the forms that want it.
  const draft = endpoint && settings.draft ? parts.draft?.draftOf(id) : undefined
  const tellPart = endpoint && settings.partial ? parts.partial?.partials(endpoint) : undefined
  const left = draft?.resume(state)
  if (left) ({ state, key } = left)
  let resumed = Boolean(left)

  function draw() {
    const language = lang || state.form.language
    const t = wordsOf(language)
    const { closed, saved, draft: drafts, text } = parts
    if (state.form.closed) {
      render(closed && <closed.Closed form={state.form} t={t} lang={lang} />, root)
      return
    }
    render(
      state.phase === 'saved' && saved ? (
        <saved.Saved t={t} lang={lang} again={anew} />
      ) : (
        <FormView
          state={text?.piped(state, t, language) ?? state}
          t={t}
          lang={lang}
          endpoint={endpoint}
          note={resumed && drafts && <drafts.Resumed t={t} over={anew} />}
          change={(id, value) => {
            begun()
            go(change(state, id, value))
            draft?.save(state, key)
            if (state.phase === 'unsent') sending.abort()
          }}
          submit={submit}
          back={() => turn(back(state))}
          // A name has no character that a selector would trip over.
          point={(name) => {
            // Of several inputs, one that is wrong; the names of a matrix's rows go on after its own.
            const wrong = `[aria-invalid] :is([name="${name}"],[name^="${name}["])`
            focus(root.querySelector(wrong) ? wrong : `[name="${name}"]`)
          }}
        />
      ),
      root,
    )
  }

  const focus = (selector: string) => root.querySelector<HTMLElement>(selector)?.focus()

  /** What of the form has the focus. */
  const focused = () => {
    const { activeElement } = root.getRootNode() as ShadowRoot
    return root.contains(activeElement) && activeElement
  }

  function go(next: State, to?: string) {
    state = next
    draw()
    if (to) focus(to)
  }

  function begun() {
    if (!started) emit('start')
    started = true
  }

  function turn(next: State) {
    go(next)
    const { steps } = parts
    ;(steps?.focusable(root) ?? root.querySelector<HTMLElement>('.title'))?.focus()
    const { pages, page, step } = view(state)
    emit('page', { page: page.id, step: step + 1, of: pages.length })
    draft?.save(state, key)
  }

  function tell(next: State, to = '.summary') {
    go(next, to)
    emit('error', { reason: state.phase === 'refused' ? state.refusal : 'invalid', issues: state.issues })
  }

  /** Begins with an empty form; what is on its way stays on its way. */
  function anew() {
    draft?.clear()
    started = resumed = false
    key = newKey()
    content = ''
    go(begin(state.form, options), ':is(.title,input,textarea,select)')
  }

  function submit() {
    if (state.phase === 'waiting') parts.saved?.hurry()
    if (state.phase === 'waiting' || state.phase === 'sending') return
    begun()
    resumed = false
    const next = forward(state)
    if (next.issues.length > 0) tell(next)
    else if (next.phase === 'sending') {
      go(next)
      void deliver()
    } else {
      turn(next)
      tellSoFar()
    }
  }

  function tellSoFar() {
    // Once all of it was sent, a part of it says nothing new.
    if (started && !content) tellPart?.({ key, version, ...outgoing(state, true), context: context?.() })
  }

  async function deliver() {
    const { form, values } = state
    const attempt = { version: form.version, ...outgoing(state) }
    const { answers } = attempt
    const now = JSON.stringify(attempt)
    if (content && content !== now) key = newKey()
    content = now
    const sent: Outgoing = { key, ...attempt, context: context?.() }
    underWay = sent
    sending = new AbortController()
    const { signal: sendSignal } = sending
    let result: SendResult = await send(sent, sendSignal)
    underWay = undefined
    // The form is gone. What the browser keeps of this is sent once more, and the relay knows its key.
    if (signal.aborted) return
    let late = false
    if (result.outcome === 'later') {
      const { after } = result
      await tryPart('saved')
      if (sendSignal.aborted) return
      const { saved } = parts
      const next = settle(state, result, values)
      const item = saved && endpoint ? itemOf(sent, endpoint) : undefined
      const goesOn = item && next.phase === 'waiting'
      if (goesOn && form.definition.settings.queue && saved?.keep(item)) {
        draft?.clear()
        go({ ...next, phase: 'saved' }, '.title')
        saved.sendLater(signal)
      } else {
        saved?.drop(sent.key)
        go(goesOn ? next : { ...next, phase: 'unsent' })
      }
      if (!goesOn || !saved) return
      result = await saved.decide(item, sendSignal, after)
      late = true
    }
    if (result.outcome === 'refused') await tryPart('refusals')
    if (sendSignal.aborted) return
    // Who has begun anew meanwhile is not disturbed, nor who is at something else of the page by now.
    const seen = key === sent.key
    const elsewhere = late && !focused()
    const next = settle(state, result, values)
    if (result.outcome === 'accepted') {
      for (const done of [sent.key, stale]) parts.saved?.drop(done)
      if (seen) {
        draft?.clear()
        go(next, elsewhere ? undefined : '.title')
      }
      emit('submit', { submissionId: result.id, answers })
      const { redirect } = endingOf(next)
      if (seen && redirect && !elsewhere) navigate?.(redirect)
    } else if (seen) {
      // The relay has nothing under this key, so what is mended takes its place, and that of what the browser keeps.
      content = ''
      if (!late) parts.saved?.drop(key)
      if (next.refusal === 'key-reused') {
        stale = key
        key = newKey()
      }
      tell(next, elsewhere ? '' : undefined)
    }
  }

  /** The visitor leaves, perhaps for good. */
  function leave(event: Event) {
    const gone = event.type === 'pagehide'
    if (gone || document.visibilityState === 'hidden') lastWords(gone)
  }

  function lastWords(gone: boolean) {
    if (underWay && endpoint && settings.queue) parts.saved?.keep(itemOf(underWay, endpoint))
    draft?.flush()
    if (!started || ['sending', 'saved', 'sent'].includes(state.phase)) return
    tellSoFar()
    if (gone) abandon?.(state.page)
  }

  /** Looks after what could not be sent at another time, from any page of this site. */
  async function recover() {
    // Early: without a network it could not be loaded any more.
    await tryPart('saved')
    if (signal.aborted) return
    const { saved } = parts
    saved?.sendAll(signal)
    const refused = started || !endpoint ? undefined : saved?.refusedOf(endpoint)
    if (!refused) return
    await tryPart('refusals')
    if (started || signal.aborted) return
    started = true
    stale = refused.key
    const recalled = recall(state, refused.answers)
    tell(settle(recalled, refused.result, recalled.values), '')
  }

  if (endpoint && !options.form.closed) {
    addEventListener('pagehide', leave, { signal })
    document.addEventListener('visibilitychange', leave, { signal })
    addEventListener('online', recover, { signal })
    addEventListener('pageshow', recover, { signal })
    void recover()
  }

  return {
    draw,
    apply: (step) => go(step(state)),
    stop() {
      lastWords(true)
      // What is on its way may arrive; nobody would send it again but another form of this site.
      if (!underWay) sending.abort()
      life.abort()
      render(null, root)
    },
  }
}

const itemOf = (sent: Outgoing, url: string) => ({ key: sent.key, url, body: bodyOf(sent), at: Date.now() })
