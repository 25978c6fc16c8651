/** Where a visitor stands in a form, and every step from there. Pure: the form component only draws it. */

import { checkAnswers, givenAnswers, type Judge } from '@fieldpost/shared/answers.ts'
import { hiddenFault } from '@fieldpost/shared/fields/hidden.ts'
import type { Answer, Answers } from '@fieldpost/shared/fields/index.ts'
import { wholePattern } from '@fieldpost/shared/fields/whole-pattern.ts'
import type { Page, PublishedForm } from '@fieldpost/shared/form.ts'
import { fieldsOf, type Path, stepsOf, visibleSteps } from '@fieldpost/shared/pages.ts'
import { kindOf } from './fields/index.ts'
import { follow } from './flow.ts'
import type { Refusal, SendResult } from './send.ts'
import { answersOf, type Given, hold, kept, prefilled, type Values } from './values.ts'

export interface Issue {
  /** The field's name; one that is not on the form is shown in the summary only. */
  field: string
  code: string
  /** In English, from the relay. */
  message: string
  /** What the answer broke, where there is a limit. */
  limit?: number | string | undefined
}

/**
 * filling: nothing was sent. sending: the first attempt runs. waiting: it failed and is repeated. saved: the same,
 * and the browser keeps it. unsent: it failed, and the visitor changed answers since. refused: the relay will not
 * have them. sent: it has them.
 */
type Phase = 'filling' | 'sending' | 'waiting' | 'saved' | 'unsent' | 'refused' | 'sent'

export interface State {
  form: PublishedForm
  values: Values
  /** The id of the step that is drawn: a page, or a field where each question is a step. */
  page: string
  /** What the visitor has been told, in the order of the form. */
  issues: readonly Issue[]
  phase: Phase
  refusal?: Refusal | undefined
}

/** What follows from the answers: the path, and which step of how many this one is. */
export interface View extends Path {
  /** Of the fields that are seen; what the others hold is kept, in case they are seen again. */
  answers: Answers
  /** The steps that have something to show. */
  pages: readonly Page[]
  page: Page
  /** 0-based place of `page` among `pages`. */
  step: number
}

export function begin(form: PublishedForm, given: Given = {}): State {
  const values = prefilled(fieldsOf(form.definition), given)
  const state: State = { form, values, page: '', issues: [], phase: 'filling' }
  return { ...state, page: view(state).page.id }
}

export function view({ form, values, page: id }: State): View {
  const all = stepsOf(form.definition)
  const fields = fieldsOf(form.definition)
  const given = givenAnswers(answersOf(fields, values, form.language)) as Answers
  const path = follow(form.definition, given)
  const answers = { ...given }
  for (const { id, name } of fields) if (!path.visible.has(id)) delete answers[name]
  const pages = visibleSteps(all, path.visible)
  // A step can vanish under the visitor; then the nearest one before it takes its place.
  const place = all.findIndex((page) => page.id === id)
  const step = Math.max(
    0,
    pages.findLastIndex((page) => all.indexOf(page) <= place),
  )
  return { ...path, answers, pages, page: pages[step] as Page, step }
}

/** The visitor answers a field. What was said about it is said anew; what was said about others stays. */
export function change(state: State, id: string, value: Answer | undefined): State {
  const values = new Map(state.values)
  if (value === undefined) values.delete(id)
  else values.set(id, value)
  const next: State = {
    ...state,
    values,
    phase: state.phase === 'waiting' ? 'unsent' : state.phase === 'refused' ? 'filling' : state.phase,
  }
  if (state.issues.length === 0) return next
  const fields = fieldsOf(state.form.definition)
  const name = fields.find((field) => field.id === id)?.name
  const { visible } = view(next)
  const now = issuesOf(next)
  const issues = state.issues.flatMap((issue) => {
    if (issue.field === name) return now.filter(({ field }) => field === name)
    const field = fields.find((field) => field.name === issue.field)
    return field && visible.has(field.id) ? issue : []
  })
  return { ...next, issues }
}

/** The visitor goes on: to what is wrong (with this page, or at the end with any), to the next page, or to sending. */
export function forward(state: State): State {
  const { pages, page, step } = view(state)
  const next = pages[step + 1]
  const issues = issuesOf(state).filter(
    (issue) => !next || page.fields.some((field) => field.name === issue.field),
  )
  if (issues.length > 0) return tell(state, issues)
  return next ? { ...state, page: next.id, phase: 'filling', issues } : { ...state, phase: 'sending', issues }
}

/** The visitor goes one page back. */
export function back(state: State): State {
  const { pages, step } = view(state)
  const page = pages[Math.max(0, step - 1)]?.id ?? state.page
  return { ...state, page, phase: 'filling', issues: [] }
}

/** What came of sending. `sent` are the values at that time: who changed them since must send again. */
export function settle(state: State, result: SendResult, sent: Values): State {
  switch (result.outcome) {
    case 'accepted':
      return { ...state, phase: 'sent' }
    case 'refused':
      return { ...state, phase: 'refused', refusal: result.reason }
    case 'later':
      return { ...state, phase: state.values === sent ? 'waiting' : 'unsent' }
    case 'invalid':
      return tell({ ...state, phase: 'filling' }, result.issues)
  }
}

/**
 * What is sent: the answers, and apart from them what the page gave. `partial`: of answers that are not finished
 * yet, only what is right.
 */
export function outgoing(
  state: State,
  partial?: boolean,
): { answers: Answers; hidden: Record<string, string> } {
  const { answers } = view(state)
  if (partial) for (const { field } of issuesOf(state)) delete answers[field]
  const hidden: Record<string, string> = {}
  for (const { kind, name } of fieldsOf(state.form.definition)) {
    if (kind !== 'hidden' || !Object.hasOwn(answers, name)) continue
    hidden[name] = String(answers[name])
    delete answers[name]
  }
  return { answers, hidden }
}

/** The thank-you screen of the path. */
export function endingOf(state: State): PublishedForm['definition']['thanks'] {
  const { endings, thanks } = state.form.definition
  const { ending } = view(state)
  return endings.find(({ id }) => id === ending) ?? thanks
}

/** Answers from another time, by field name, instead of those that are there; as far as the form can hold them. */
export function recall(state: State, answers: Readonly<Record<string, unknown>>): State {
  const values = new Map<string, Answer>()
  for (const field of fieldsOf(state.form.definition)) {
    const value = Object.hasOwn(answers, field.name) ? hold(field, answers[field.name]) : undefined
    if (value !== undefined) values.set(field.id, value)
  }
  return { ...state, values }
}

/** The owner edited the form: answers and page stay where they still exist. */
export function replace(state: State, form: PublishedForm): State {
  const values = kept(fieldsOf(state.form.definition), fieldsOf(form.definition), state.values)
  const names = new Set(fieldsOf(form.definition).map((field) => field.name))
  const next = { ...state, form, values, issues: state.issues.filter((issue) => names.has(issue.field)) }
  return { ...next, page: view(next).page.id }
}

/** Somebody looks for a field: the page that it is on, also after sending. A page that is hidden stays hidden. */
export function turnTo(state: State, id: string): State {
  const page = view(state).pages.find((page) => page.fields.some((field) => field.id === id))
  if (!page) return state
  return { ...state, page: page.id, phase: state.phase === 'sent' ? 'filling' : state.phase }
}

/** Shows issues, on the first page that has one. */
function tell(state: State, issues: readonly Issue[]): State {
  const { pages, page } = view(state)
  const names = new Set(issues.map((issue) => issue.field))
  const first = pages.find((page) => page.fields.some((field) => names.has(field.name))) ?? page
  return { ...state, phase: 'filling', page: first.id, issues }
}

function issuesOf(state: State): readonly Issue[] {
  const result = checkAnswers(state.form.definition, view(state).answers, judge)
  return result.ok ? [] : result.issues
}

/** Judges by what is loaded: a kind that is not is neither drawn nor judged. `sayIssue` has the words. */
const judge: Judge = {
  follow,
  fault: (field, value) =>
    field.kind === 'hidden' ? hiddenFault(field, value) : kindOf(field)?.fault(field, value),
  matches: (pattern, text) => new RegExp(wholePattern(pattern), 'u').test(text),
  message: () => '',
}
