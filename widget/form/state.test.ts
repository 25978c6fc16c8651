import { fieldsOf } from '@fieldpost/shared/pages.ts'
import { beforeAll, describe, expect, test } from 'vitest'
import { colours, makeForm } from './make.ts'
import { loadParts } from './parts.ts'
import {
  back,
  begin,
  change,
  endingOf,
  forward,
  outgoing,
  recall,
  replace,
  type State,
  settle,
  turnTo,
  view,
} from './state.ts'

const threePages = makeForm(
  [
    [
      { name: 'name', kind: 'text', required: true },
      { name: 'email', kind: 'email' },
    ],
    [{ name: 'topic', kind: 'single-choice', options: colours }],
    [
      { name: 'why', kind: 'long-text', required: true },
      { name: 'ref', kind: 'hidden', default: 'none' },
    ],
  ],
  { rules: [{ if: { field: 'topic', is: 'equal', to: 'red' }, then: { show: 'f-why' } }] },
)

const answer = (state: State, given: Record<string, Parameters<typeof change>[2]>) =>
  Object.entries(given).reduce((state, [name, value]) => change(state, `f-${name}`, value), state)

const told = (state: State) => state.issues.map(({ field, code }) => [field, code])

beforeAll(async () => {
  await loadParts(makeForm([[{ name: 'n', kind: 'number' }]]))
  await loadParts(threePages)
})

describe('going on', () => {
  test('stays on a page that has something wrong, and says what', () => {
    const state = forward(answer(begin(threePages), { email: 'ada' }))
    expect(state).toMatchObject({ page: 'p1', phase: 'filling' })
    expect(told(state)).toEqual([
      ['name', 'required'],
      ['email', 'email'],
    ])
  })

  test('leads to the next page that has something to show, and from the last one to sending', () => {
    let state = forward(answer(begin(threePages), { name: 'Ada' }))
    expect(state.page).toBe('p2')
    expect(view(state)).toMatchObject({ step: 1, pages: [{ id: 'p1' }, { id: 'p2' }] })
    expect(forward(state).phase).toBe('sending')
    state = forward(answer(state, { topic: 'red' }))
    expect(state).toMatchObject({ page: 'p3', phase: 'filling' })
    expect(told(forward(state))).toEqual([['why', 'required']])
    expect(forward(answer(state, { why: 'x' })).phase).toBe('sending')
  })

  test('at the end leads back to the first page that has something wrong', () => {
    let state = forward(answer(begin(threePages), { name: 'Ada' }))
    state = forward(answer(change(state, 'f-name', undefined), { topic: 'blue' }))
    expect(state).toMatchObject({ page: 'p1', phase: 'filling' })
    expect(told(state)).toEqual([['name', 'required']])
  })

  test('and back again keeps every answer', () => {
    let state = forward(answer(begin(threePages), { name: 'Ada' }))
    state = back(answer(state, { topic: 'red' }))
    expect(state.page).toBe('p1')
    expect(back(state).page).toBe('p1')
    expect(view(state).answers).toMatchObject({ name: 'Ada', topic: 'red' })
  })
})

describe('an answer', () => {
  test('that mends its field takes back what was said of it, and of no other', () => {
    const wrong = forward(answer(begin(threePages), { email: 'ada' }))
    expect(told(answer(wrong, { name: 'Ada' }))).toEqual([['email', 'email']])
    expect(told(answer(wrong, { email: 'ada@' }))).toEqual(told(wrong))
  })

  test('brings no new message while it is typed', () => {
    expect(told(answer(begin(threePages), { email: 'a' }))).toEqual([])
    const wrong = forward(begin(threePages))
    expect(told(answer(wrong, { email: 'a' }))).toEqual([['name', 'required']])
  })

  test('takes back what only the relay knew, once its field is changed', () => {
    const state = settle(
      answer(begin(threePages), { name: 'Ada', email: 'ada@example.com' }),
      { outcome: 'invalid', issues: [{ field: 'email', code: 'email', message: 'No such address.' }] },
      new Map(),
    )
    expect(told(answer(state, { name: 'Bob' }))).toEqual([['email', 'email']])
    expect(told(answer(state, { email: 'bob@example.com' }))).toEqual([])
  })

  test('of a field that is hidden again is not sent, but kept', () => {
    const state = answer(begin(threePages), { name: 'Ada', topic: 'red', why: 'because' })
    expect(outgoing(state)).toEqual({
      answers: { name: 'Ada', topic: 'red', why: 'because' },
      hidden: { ref: 'none' },
    })
    const hidden = answer(state, { topic: 'blue' })
    expect(outgoing(hidden).answers).toEqual({ name: 'Ada', topic: 'blue' })
    expect(outgoing(answer(hidden, { topic: 'red' })).answers.why).toBe('because')
  })

  test('that hides the page it is on moves the visitor to the page before', () => {
    const form = makeForm(
      [[{ name: 'a', kind: 'text' }], [{ name: 'b', kind: 'text' }], [{ name: 'c', kind: 'text' }]],
      { rules: [{ if: { field: 'a', is: 'equal', to: 'x' }, then: { hide: 'f-b' } }] },
    )
    const state = answer(forward(begin(form)), { a: 'x' })
    expect(view(state)).toMatchObject({ step: 0, page: { id: 'p1' } })
  })
})

describe('what came of sending', () => {
  const sending = forward(answer(begin(makeForm([[{ name: 'a', kind: 'text' }]])), { a: 'x' }))

  test('is waited for while nobody reached the relay, and stopped by a change', () => {
    const waiting = settle(sending, { outcome: 'later' }, sending.values)
    expect(waiting.phase).toBe('waiting')
    expect(change(waiting, 'f-a', 'y').phase).toBe('unsent')
  })

  test('is not repeated with answers that changed meanwhile', () => {
    const changed = change(sending, 'f-a', 'y')
    expect(changed.phase).toBe('sending')
    expect(settle(changed, { outcome: 'later' }, sending.values).phase).toBe('unsent')
  })

  test('is told when refused, until the visitor goes on', () => {
    const refused = settle(sending, { outcome: 'refused', reason: 'closed' }, sending.values)
    expect(refused).toMatchObject({ phase: 'refused', refusal: 'closed' })
    expect(change(refused, 'f-a', 'y').phase).toBe('filling')
    expect(forward(refused).phase).toBe('sending')
  })

  test('goes to the page of the first field that the relay found wrong', () => {
    const last = forward(forward(answer(begin(threePages), { name: 'Ada' })))
    const issues = [{ field: 'name', code: 'too-long', message: 'Too long.' }]
    expect(settle(last, { outcome: 'invalid', issues }, last.values)).toMatchObject({
      page: 'p1',
      phase: 'filling',
      issues,
    })
  })
})

test('an edited form keeps answers and page where they still exist', () => {
  const before = makeForm([
    [{ name: 'a', kind: 'text' }],
    [
      { name: 'b', kind: 'text' },
      { name: 'c', kind: 'single-choice', options: colours },
    ],
  ])
  let state = answer(forward(begin(before)), { a: 'x', b: 'y', c: 'blue' })
  const pages = before.definition.pages
  const renamed = structuredClone(before)
  renamed.definition.pages[0] = {
    id: 'p1',
    title: '',
    fields: [{ ...fieldsOf(before.definition)[0], name: 'z' } as never],
  }
  state = replace(state, renamed)
  expect(state.page).toBe('p2')
  expect(view(state).answers).toEqual({ z: 'x', b: 'y', c: 'blue' })

  const other = makeForm([
    [
      { name: 'b', kind: 'email' },
      { name: 'c', kind: 'single-choice', options: colours.slice(0, 1) },
    ],
  ])
  state = replace(state, other)
  expect(state.page).toBe('p1')
  expect(view(state).answers).toEqual({})
  expect(pages).toHaveLength(2)
})

describe('a question at a time', () => {
  const asked = makeForm(
    [
      [
        { name: 'name', kind: 'text', required: true },
        { name: 'ref', kind: 'hidden', default: 'none' },
        { name: 'topic', kind: 'single-choice', options: colours },
      ],
      [
        { name: 'why', kind: 'long-text' },
        { name: 'more', kind: 'text' },
      ],
    ],
    {
      settings: { steps: 'questions' },
      rules: [
        { if: { field: 'topic', is: 'equal', to: 'red' }, then: { require: 'f-why' } },
        { if: { field: 'topic', is: 'equal', to: 'blue' }, then: { end: true } },
        { if: { field: 'topic', is: 'equal', to: 'blue' }, then: { thanks: 'e1' } },
      ],
      endings: [{ id: 'e1', title: 'Blue it is', redirect: 'https://example.com/blue' }],
    },
  )
  const at = (state: State) => {
    const { page, step, pages } = view(state)
    return `${page.id} ${step + 1}/${pages.length}`
  }

  test('has a step for each that is seen, and rules change how many there are', () => {
    const state = begin(asked)
    expect(at(state)).toBe('f-name 1/4')
    expect(at(forward(state))).toBe('f-name 1/4')
    const topic = forward(answer(state, { name: 'Ada' }))
    expect(at(topic)).toBe('f-topic 2/4')
    const ended = answer(topic, { topic: 'blue' })
    expect(at(ended)).toBe('f-topic 2/2')
    expect(forward(ended).phase).toBe('sending')
    expect(endingOf(ended)).toMatchObject({ title: 'Blue it is', redirect: 'https://example.com/blue' })
    expect(endingOf(topic).title).toBe('Thank you')
    expect(at(back(forward(answer(topic, { topic: 'green' }))))).toBe('f-topic 2/4')
  })

  test('wants the answer that a rule requires', () => {
    const why = forward(answer(forward(answer(begin(asked), { name: 'Ada' })), { topic: 'red' }))
    expect(at(why)).toBe('f-why 3/4')
    expect([...view(why).required]).toEqual(['f-why'])
    expect(told(forward(why))).toEqual([['why', 'required']])
    expect(at(forward(answer(why, { why: 'x' })))).toBe('f-more 4/4')
  })

  test('turns to a question by its id', () => {
    expect(at(turnTo(begin(asked), 'f-more'))).toBe('f-more 4/4')
  })
})

test('of answers that are not finished, only what is right is told', () => {
  const state = answer(begin(threePages), { email: 'ada@', topic: 'blue', why: 'hidden' })
  expect(outgoing(state, true)).toEqual({ answers: { topic: 'blue' }, hidden: { ref: 'none' } })
})

test('answers from another time come back as far as the form can hold them', () => {
  const state = recall(answer(begin(threePages), { email: 'old@example.com' }), {
    name: 'Ada',
    topic: 'pink',
    ref: 'link',
    nobody: 'x',
  })
  expect(outgoing(state)).toEqual({ answers: { name: 'Ada' }, hidden: { ref: 'link' } })
})

describe('turning to a field', () => {
  test('goes to its page, and shows no page that is hidden', () => {
    const state = begin(threePages)
    expect(view(turnTo(state, 'f-topic')).page.id).toBe('p2')
    expect(turnTo(state, 'f-why')).toBe(state)
    expect(view(turnTo(answer(state, { topic: 'red' }), 'f-why')).page.id).toBe('p3')
  })
})
