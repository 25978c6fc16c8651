// The browser's form and the relay's judgement of what it sends, on forms and answers of every sort: they agree.
import { isAnswered } from '@fieldpost/shared/answered.ts'
import { checkAnswers } from '@fieldpost/shared/answers.ts'
import type { Answer, Answers, Field, FieldKind } from '@fieldpost/shared/fields/index.ts'
import { Definition, type PublishedForm } from '@fieldpost/shared/form.ts'
import { judge } from '@fieldpost/shared/judge.ts'
import { operatorsOf, pathOf } from '@fieldpost/shared/logic.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import { publishIssues } from '@fieldpost/shared/publish.ts'
import type { Action, Comparison, Condition, Rule } from '@fieldpost/shared/rule.ts'
import fc from 'fast-check'
import * as v from 'valibot'
import { beforeAll, expect, test } from 'vitest'
import { makeForm } from './make.ts'
import { loadParts } from './parts.ts'
import { back, begin, change, forward, outgoing, type State, view } from './state.ts'

const RUNS = 10_000
const SEED = 20_260_301

const options = ['r', 'b', 'g'].map((value) => ({ value, label: value.toUpperCase() }))
const upload = { id: 'u1', name: 'a.png', type: 'image/png', size: 9 }

/** For each kind: settings that matter to its answers, and what a visitor may make of it, right and wrong. */
const kinds: { [Kind in FieldKind]: { settings: object[]; values: (Answer | undefined)[] } } = {
  text: { settings: [{}, { minLength: 3 }, { pattern: '[a-z]+' }], values: ['r', ' red ', 'UP', ''] },
  'long-text': { settings: [{}], values: ['one\ntwo', ' '] },
  email: { settings: [{}], values: ['ada@example.com', 'ada'] },
  phone: { settings: [{}], values: ['+44 20 7946 0000', 'call me'] },
  url: { settings: [{}], values: ['example.com', 'not one'] },
  number: { settings: [{}, { min: 2, integer: true }], values: ['1', '3.5', '7', 'many'] },
  date: { settings: [{}, { min: '2026-01-01' }], values: ['2026-03-01', '2025-12-31', ''] },
  time: { settings: [{}], values: ['10:30', '23:59'] },
  'single-choice': { settings: [{ options }, { options, other: true }], values: ['r', 'g', ' mine'] },
  'multiple-choice': {
    settings: [{ options }, { options, min: 2 }],
    values: [[], ['r'], ['r', 'g'], ['r', 'b', 'g']],
  },
  dropdown: { settings: [{ options }], values: ['b', 'r'] },
  'picture-choice': { settings: [{ options }], values: ['r', 'b'] },
  'yes-no': { settings: [{}], values: [true, false] },
  consent: { settings: [{}], values: [true, false] },
  rating: { settings: [{}], values: [1, 3, 5] },
  nps: { settings: [{}], values: [0, 7, 10] },
  smiley: { settings: [{}], values: ['good', 'terrible'] },
  scale: { settings: [{}], values: [1, 3, 7] },
  slider: { settings: [{}], values: [0, 50] },
  matrix: {
    settings: [{ rows: options, columns: options }],
    values: [{}, { r: 'b' }, { r: 'b', b: 'b', g: 'r' }],
  },
  ranking: { settings: [{ options }], values: [[], ['r'], ['g', 'r', 'b']] },
  address: {
    settings: [{}, { parts: ['city'] }],
    values: [{ city: 'York' }, { line1: '1 Road', city: 'York', postcode: 'Y1', country: 'GB' }],
  },
  file: { settings: [{}], values: [[], [upload]] },
  signature: { settings: [{}], values: [[upload]] },
  hidden: { settings: [{}, { default: 'r' }], values: [] },
  statement: { settings: [{}], values: [] },
}
const kindNames = Object.keys(kinds) as FieldKind[]
const parts: { [Kind in FieldKind]?: string } = { matrix: 'r', ranking: '1', address: 'city' }

const nat = fc.nat({ max: 1_000 })
const pick = <Item>(list: readonly Item[], by: number) => list[by % list.length] as Item

const fieldArb = fc.record({ kind: fc.constantFrom(...kindNames), settings: nat, required: fc.boolean() })
const comparisonArb = fc.record({ field: nat, operator: nat, to: nat })
type Drawn = { field: number; operator: number; to: number } | { every: boolean; of: Drawn[] }
const conditionArb: fc.Arbitrary<Drawn> = fc.letrec<{ condition: Drawn }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    comparisonArb,
    fc.record({ every: fc.boolean(), of: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
  ),
})).condition
const actionNames = ['show', 'hide', 'require', 'jump', 'jump page', 'end', 'thanks'] as const
const ruleArb = fc.record({ condition: conditionArb, action: fc.constantFrom(...actionNames), target: nat })

const formArb = fc
  .record({
    pages: fc.array(fc.array(fieldArb, { maxLength: 4 }), { minLength: 1, maxLength: 4 }),
    rules: fc.array(ruleArb, { maxLength: 5 }),
    steps: fc.constantFrom('pages' as const, 'questions' as const),
  })
  .map(({ pages, rules, steps }): PublishedForm => {
    let count = 0
    const drawn = pages.map((fields, index) => ({
      id: `p${index}`,
      fields: fields.map(({ kind, settings, required }) => ({
        id: `f${count}`,
        name: `n${count++}`,
        kind,
        label: kind,
        ...(kind === 'hidden' || kind === 'statement' ? {} : { required }),
        ...pick(kinds[kind].settings, settings),
      })),
    }))
    const bare = v.parse(Definition, { pages: drawn, settings: { steps }, endings: [{ id: 'e1' }] })
    const fields = fieldsOf(bare)
    // Nothing that an owner could not publish: circles and ways back are refused there.
    const kept: Rule[] = []
    if (fields.length > 0)
      for (const { condition, action, target } of rules) {
        const when = conditionOf(condition, fields)
        if (!when) continue
        const then = actionOf(action, pick(fields, target), pick(drawn, target).id)
        const all = [...kept, { if: when, then }]
        if (!publishIssues({ ...bare, rules: all }).some(({ field }) => field.startsWith('rules')))
          kept.push({ if: when, then })
      }
    const definition = { ...bare, rules: kept }
    return { id: 'form', version: 1, title: 'Form', kind: 'form', language: 'en', definition }
  })

function conditionOf(drawn: Drawn, fields: readonly Field[]): Condition | undefined {
  if ('of' in drawn) {
    const list = drawn.of.flatMap((one) => conditionOf(one, fields) ?? [])
    if (list.length === 0) return undefined
    return drawn.every ? { all: list } : { any: list }
  }
  const field = pick(fields, drawn.field)
  const operators = operatorsOf[field.kind]
  if (operators.length === 0) return undefined
  const is = pick(operators, drawn.operator)
  const comparison: Comparison = { field: field.name, is }
  if (is.endsWith('answered')) return comparison
  const part = parts[field.kind]
  const wanted: (string | number | boolean)[] = ['r', 'b', 3, 7, true, 'York', '2026-03-01', 'ada', '10:30']
  return { ...comparison, ...(part && { part }), to: pick(wanted, drawn.to) }
}

function actionOf(name: (typeof actionNames)[number], { id }: Field, page: string): Action {
  if (name === 'end') return { end: true }
  if (name === 'thanks') return { thanks: 'e1' }
  if (name === 'jump page') return { jump: page }
  return { [name]: id } as Action
}

/** What a visitor does: answers a field, or presses a button. */
const moveArb = fc.oneof(
  { weight: 5, arbitrary: fc.record({ field: nat, value: nat }) },
  { weight: 2, arbitrary: fc.constant('forward' as const) },
  { weight: 1, arbitrary: fc.constant('back' as const) },
)

const isOn = (answers: Answers, name: string) => Object.hasOwn(answers, name)

function agree(state: State) {
  const { definition } = state.form
  const fields = fieldsOf(definition)
  const now = view(state)
  const sent = outgoing(state)
  const posted = { ...sent.answers, ...sent.hidden }

  // What the relay makes of what is sent is what the visitor sees.
  const path = pathOf(definition, posted)
  expect([...path.visible]).toEqual([...now.visible])
  expect([...path.required]).toEqual([...now.required])
  expect(path.ending).toBe(now.ending)
  for (const { id, name } of fields) if (isOn(posted, name)) expect(now.visible).toContain(id)

  // The steps, found another way.
  const shown = (field: Field) => field.kind !== 'hidden' && path.visible.has(field.id)
  const steps =
    definition.settings.steps === 'questions'
      ? fields.filter(shown).map(({ id }) => id)
      : definition.pages.filter((page) => page.fields.some(shown)).map(({ id }) => id)
  if (steps.length > 0) expect(now.pages.map(({ id }) => id)).toEqual(steps)

  // On from here, and what is wrong at the end.
  const judged = checkAnswers(definition, posted, judge)
  const wrong = judged.ok ? [] : judged.issues.map(({ field, code, limit }) => ({ field, code, limit }))
  const here = new Set(now.page.fields.map(({ name }) => name))
  const next = now.pages[now.step + 1]
  const on = forward(state)
  const stays = wrong.some(({ field }) => here.has(field))
  if (next) expect(on.page).toBe(stays ? now.page.id : next.id)
  const last = forward({ ...state, page: now.pages.at(-1)?.id ?? '' })
  expect(last.phase === 'sending').toBe(judged.ok)
  expect(last.issues.map(({ field, code, limit }) => ({ field, code, limit }))).toEqual(wrong)

  if (!judged.ok) return false
  expect({ ...judged.answers }).toEqual(posted)
  for (const field of fields) {
    if (path.visible.has(field.id) || field.kind === 'statement') continue
    expect(isOn(judged.answers, field.name)).toBe(false)
    // Nor can it be slipped in: either it is refused, or the path with it is one that has it.
    const value = kinds[field.kind].values.find(isAnswered)
    if (value === undefined) continue
    const more = checkAnswers(definition, { ...posted, [field.name]: value }, judge)
    if (more.ok) expect(pathOf(definition, more.answers).visible).toContain(field.id)
  }
  return true
}

beforeAll(() =>
  loadParts(
    makeForm([kindNames.map((kind) => ({ name: kind, kind, ...pick(kinds[kind].settings, 1) }) as never)], {
      rules: [{ if: { field: 'text', is: 'answered' }, then: { end: true } }],
    }),
  ),
)

test('browser and relay agree on what is seen, on the next step, and on what is valid', {
  timeout: 120_000,
}, () => {
  let accepted = 0
  let refused = 0
  let jumped = 0
  fc.assert(
    fc.property(formArb, fc.array(moveArb, { maxLength: 14 }), (form, moves) => {
      const fields = fieldsOf(form.definition)
      let state = begin(form)
      for (const move of moves) {
        if (move === 'back') state = back(state)
        else if (move === 'forward') state = { ...forward(state), phase: 'filling' }
        else if (fields.length > 0) {
          const field = pick(fields, move.field)
          const { values } = kinds[field.kind]
          if (values.length > 0) state = change(state, field.id, pick([...values, undefined], move.value))
        }
      }
      if (form.definition.rules.some(({ then }) => 'jump' in then || 'end' in then)) jumped++
      if (agree(state)) accepted++
      else refused++
    }),
    { numRuns: RUNS, seed: SEED, endOnFailure: false },
  )
  // Of each sort there were enough to mean something.
  for (const count of [accepted, refused, jumped]) expect(count).toBeGreaterThan(RUNS / 20)
})
