import { afterEach, beforeEach, expect, test } from 'vitest'
import { draftOf } from './draft.tsx'
import { colours, makeForm } from './make.ts'
import { begin, change, forward, outgoing, view } from './state.ts'

const DAY_MS = 86_400_000
const START = Date.parse('2026-03-01T12:00:00Z')

/** As much of a browser's storage as a draft needs. */
function makeStorage(most = Number.POSITIVE_INFINITY) {
  const items = new Map<string, string>()
  return {
    items,
    getItem: (name: string) => items.get(name) ?? null,
    setItem(name: string, text: string) {
      if (text.length > most) throw new DOMException('Full', 'QuotaExceededError')
      items.set(name, text)
    },
    removeItem: (name: string) => void items.delete(name),
  }
}

const use = (storage: unknown) =>
  Object.defineProperty(globalThis, 'localStorage', { value: storage, configurable: true })

const form = makeForm([
  [
    { name: 'name', kind: 'text', default: 'nobody' },
    { name: 'ref', kind: 'hidden' },
    { name: 'agree', kind: 'consent' },
  ],
  [
    { name: 'topic', kind: 'single-choice', options: colours },
    { name: 'photo', kind: 'file' },
  ],
])

/** On the second page, with something in every field. */
function filled() {
  let state = begin(form, { hidden: { ref: 'first' } })
  state = forward(change(change(state, 'f-name', 'Ada'), 'f-agree', true))
  state = change(state, 'f-topic', 'green')
  return change(state, 'f-photo', [{ id: 'u1', name: 'a.png', type: 'image/png', size: 9 }])
}

let storage = makeStorage()
beforeEach(() => {
  storage = makeStorage()
  use(storage)
})
afterEach(() => use(undefined))

function save(state = filled()) {
  const draft = draftOf('form1', () => START)
  draft.save(state, 'key-1')
  draft.flush()
}

test('answers come back with their page and their key; files and what the page gives do not', () => {
  save()
  const left = draftOf('form1', () => START + DAY_MS).resume(begin(form, { hidden: { ref: 'second' } }))
  expect(left?.key).toBe('key-1')
  expect(left && view(left.state).page.id).toBe('p2')
  expect(left && outgoing(left.state)).toEqual({
    answers: { name: 'Ada', agree: true, topic: 'green' },
    hidden: { ref: 'second' },
  })
})

test('what was emptied stays empty, whatever it began with', () => {
  save(change(begin(form), 'f-name', ''))
  const left = draftOf('form1', () => START).resume(begin(form))
  expect(left && outgoing(left.state).answers).toEqual({})
})

test('another version keeps what it still can hold', () => {
  save()
  const other = makeForm([
    [
      { name: 'name', kind: 'long-text' },
      { name: 'new', kind: 'text', default: 'preset' },
      { name: 'topic', kind: 'single-choice', options: colours.slice(0, 1) },
      { name: 'agree', kind: 'consent' },
    ],
  ])
  const left = draftOf('form1', () => START).resume(begin(other))
  expect(left && outgoing(left.state).answers).toEqual({ new: 'preset', agree: true })
  expect(left && view(left.state).page.id).toBe('p1')
})

test('after 7 days there is nothing any more, nor of another form, nor of what is spoiled', () => {
  save()
  expect(draftOf('form2', () => START).resume(begin(form))).toBeUndefined()
  expect(draftOf('form1', () => START + 7 * DAY_MS).resume(begin(form))).toBeUndefined()
  expect(storage.items.size).toBe(0)
  for (const text of ['{', 'null', '{}', '{"at":1e99}', `{"at":${START},"fields":[{"id":1}],"values":7}`]) {
    storage.setItem('fieldpost:draft:form1', text)
    expect(draftOf('form1', () => START).resume(begin(form))).toBeUndefined()
  }
})

test('what is thrown away is not written again', () => {
  const draft = draftOf('form1', () => START)
  draft.save(filled(), 'key-1')
  draft.clear()
  draft.flush()
  expect(storage.items.size).toBe(0)
})

test.each([
  ['is off', undefined],
  ['is full', makeStorage(10)],
])('storage that %s is no draft, and nothing throws', (_, given) => {
  use(given)
  save()
  expect(draftOf('form1', () => START).resume(begin(form))).toBeUndefined()
})
