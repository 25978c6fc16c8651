import { Definition } from '@fieldpost/shared/form.ts'
import { problem } from '@fieldpost/shared/problem.ts'
import type { Form } from '@fieldpost/shared/resources.ts'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { type Draft, type DraftDeps, openDraft } from './draft.ts'
import { RelayUnreachable, RequestRefused } from './request.ts'

const makeForm = (form: Partial<Form> = {}): Form => ({
  id: 'form-1',
  title: 'Contact',
  kind: 'form',
  version: null,
  changed: false,
  submissions: 0,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  revision: 1,
  definition: v.parse(Definition, {
    pages: [{ id: 'p1', fields: [{ id: 'f1', name: 'name', kind: 'text', label: 'Name' }] }],
  }),
  ...form,
})

type Change = Parameters<DraftDeps['save']>[0]

/** A relay that keeps one form, and a clock that only the test moves. */
function stand(opened = makeForm()) {
  let stored = opened
  let time = 0
  let timers: { at: number; run: () => void }[] = []
  const saves: Change[] = []
  const stand = {
    saves,
    /** What the next saves fail with, one each. */
    failures: [] as Error[],
    /** Set to hold saves back until it resolves. */
    gate: null as Promise<void> | null,
    get stored() {
      return stored
    },
    /** Somebody else saves. */
    elsewhere(title: string) {
      stored = { ...stored, title, revision: stored.revision + 1 }
    },
    get waiting() {
      return timers.map(({ at }) => at - time)
    },
    /** Moves the clock to the next timer and lets everything that follows happen. */
    async tick() {
      const [next] = timers.sort((a, b) => a.at - b.at)
      if (!next) throw new Error('Nothing is waiting')
      timers = timers.filter((timer) => timer !== next)
      time = next.at
      next.run()
      await settle()
    },
  }
  const draft: Draft = openDraft(opened, {
    load: async () => stored,
    async save(change) {
      saves.push(change)
      await stand.gate
      const failure = stand.failures.shift()
      if (failure) throw failure
      const { revision, ...rest } = change
      if (revision !== stored.revision) throw new RequestRefused(problem('conflict', 'Saved elsewhere'))
      stored = { ...stored, ...rest, revision: revision + 1, changed: true }
      return stored
    },
    now: () => time,
    later(ms, run) {
      const timer = { at: time + ms, run }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
  })
  return Object.assign(stand, { draft })
}

/** Promises that are ready have run when a macrotask has. */
const settle = () => new Promise<void>((done) => setImmediate(done))
const rename = (draft: Draft, title: string) => draft.apply({ type: 'rename-form', title })
const unreachable = () => new RelayUnreachable('No answer')

describe('saving', () => {
  test('happens once, a moment after the last edit, with only what changed', async () => {
    const at = stand()
    rename(at.draft, 'A')
    rename(at.draft, 'B')
    expect(at.draft.state.value.type).toBe('unsaved')
    expect(at.waiting).toEqual([700])
    await at.tick()
    expect(at.saves).toEqual([{ title: 'B', revision: 1 }])
    expect(at.draft.state.value.type).toBe('saved')
    expect(at.draft.form.value.revision).toBe(2)
  })

  test('goes on with what was edited while it ran', async () => {
    const at = stand()
    const gate = Promise.withResolvers<void>()
    at.gate = gate.promise
    rename(at.draft, 'A')
    await at.tick()
    expect(at.draft.state.value.type).toBe('saving')
    rename(at.draft, 'B')
    gate.resolve()
    await settle()
    expect(at.draft.state.value.type).toBe('unsaved')
    await at.tick()
    expect(at.saves.map(({ title, revision }) => [title, revision])).toEqual([
      ['A', 1],
      ['B', 2],
    ])
  })

  test('is not needed when undo brings back what is saved', () => {
    const at = stand()
    rename(at.draft, 'A')
    at.draft.undo()
    expect(at.draft.state.value.type).toBe('saved')
    expect(at.waiting).toEqual([])
  })

  test('flush saves at once, including what was edited while a save ran', async () => {
    const at = stand()
    const gate = Promise.withResolvers<void>()
    at.gate = gate.promise
    rename(at.draft, 'A')
    await at.tick()
    rename(at.draft, 'B')
    const flushed = at.draft.flush()
    gate.resolve()
    expect(await flushed).toBe(true)
    expect(at.stored.title).toBe('B')
  })
})

describe('when the relay is away', () => {
  test('it is tried again, waiting longer each time but never more than half a minute', async () => {
    const at = stand()
    at.failures = Array.from({ length: 7 }, unreachable)
    rename(at.draft, 'A')
    await at.tick()
    const waits: number[] = []
    while (at.draft.state.value.type === 'retrying') {
      waits.push(...at.waiting)
      await at.tick()
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000])
    expect(at.stored.title).toBe('A')
  })

  test('it waits as long as the relay asks', async () => {
    const at = stand()
    at.failures = [new RequestRefused(problem('unavailable', 'Full'), 60)]
    rename(at.draft, 'A')
    await at.tick()
    expect(at.waiting).toEqual([60_000])
  })

  test('flush tells that nothing was saved', async () => {
    const at = stand()
    at.failures = [unreachable()]
    rename(at.draft, 'A')
    expect(await at.draft.flush()).toBe(false)
    expect(at.draft.state.value).toEqual({ type: 'retrying', message: 'No answer' })
  })
})

test('what the relay refuses is not sent again until something changes', async () => {
  const at = stand()
  at.failures = [new RequestRefused(problem('invalid-body', 'A form needs a title'))]
  rename(at.draft, 'A')
  await at.tick()
  expect(at.draft.state.value).toEqual({ type: 'refused', message: 'A form needs a title' })
  expect(at.waiting).toEqual([])
  rename(at.draft, 'B')
  await at.tick()
  expect(at.draft.state.value.type).toBe('saved')
})

describe('when somebody else saved meanwhile', () => {
  async function conflict() {
    const at = stand()
    at.elsewhere('Theirs')
    rename(at.draft, 'Mine')
    await at.tick()
    expect(at.draft.state.value.type).toBe('conflict')
    return at
  }

  test('nothing is saved until the owner chooses', async () => {
    const at = await conflict()
    rename(at.draft, 'Mine again')
    expect(at.waiting).toEqual([])
    expect(await at.draft.flush()).toBe(false)
    expect(at.stored.title).toBe('Theirs')
  })

  test('mine can be kept', async () => {
    const at = await conflict()
    expect(await at.draft.keepMine()).toBe(true)
    expect(at.stored.title).toBe('Mine')
    expect(at.draft.state.value.type).toBe('saved')
  })

  test('theirs can be taken, and undo brings mine back', async () => {
    const at = await conflict()
    await at.draft.takeTheirs()
    expect(at.draft.document.value.title).toBe('Theirs')
    expect(at.draft.state.value.type).toBe('saved')
    at.draft.undo()
    expect(at.draft.document.value.title).toBe('Mine')
    await at.tick()
    expect(at.stored.title).toBe('Mine')
  })
})

describe('names and values', () => {
  test('are free before the first version', () => {
    expect(stand().draft.settled.value.size).toBe(0)
  })

  test('are settled in a form that was published', () => {
    expect([...stand(makeForm({ version: 1 })).draft.settled.value]).toEqual(['f1'])
  })

  test('are settled by publishing', async () => {
    const at = stand()
    await at.draft.published()
    expect([...at.draft.settled.value]).toEqual(['f1'])
  })
})
