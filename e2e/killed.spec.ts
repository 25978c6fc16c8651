// A relay that is killed again and again, at moments that nobody chose: what it accepted arrives all the same.
import { randomInt, randomUUID } from 'node:crypto'
import { setTimeout as pass } from 'node:timers/promises'
import type { Receiver } from '@fieldpost/server/test/receiver.ts'
import { type Owner, ownerOf } from './owner.ts'
import type { Relay } from './stack.ts'
import { expect, test } from './test.ts'
import { ada, post } from './visitor.ts'

const KILLS = 50
/** Of those, such that come while the relay is starting. */
const AT_START = 5
/** Happenings of one kind between a start and the kill, at most. */
const MOST = 120
/** A start takes about so long. */
const START_MS = 800
/** Visitors that submit at once, each over a connection of their own. */
const VISITORS = 24
const WEBHOOKS = 3
/** Deliveries that their receiver refuses the first time. */
const REFUSED = 0.05
/** The shortest wait that a webhook may have. */
const retry = { maxAttempts: 20, schedule: [1] }

/** What the relay is killed at, counted from its last start: so many of these, and a moment more. */
const happenings = ['posted', 'accepted', 'arrived', 'replied'] as const
type Happening = (typeof happenings)[number]

/** Mulberry32: the same numbers from the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

interface Course {
  /** Everything that was ever posted, whatever came of it. */
  posted: Set<string>
  /** What was answered 2xx, with its id as far as the answer got through. */
  accepted: Map<string, string | null>
  /** Deliveries that were answered 2xx, by webhook and id. */
  taken: Map<string, number>
  /** Told of everything that happens. */
  tell: (what: Happening) => void
}

test(`killed at ${KILLS} moments under load: everything accepted arrives everywhere, under one id, and nothing else does`, async ({
  start,
}) => {
  test.setTimeout(300_000)
  const seed = Number(process.env.SEED ?? randomInt(2 ** 31))
  const random = randomFrom(seed)
  const course: Course = { posted: new Set(), accepted: new Map(), taken: new Map(), tell: () => {} }
  const relay = await start.relay({ env: { LOG_LEVEL: 'warn', SUBMISSIONS_PER_MINUTE: '0' } })
  const owner = ownerOf(relay)
  const form = await owner.makeForm()
  const receivers = await Promise.all(
    Array.from({ length: WEBHOOKS }, async () => {
      const receiver = await start.receiver()
      const { id } = await owner.createWebhook(form.id, { url: `${receiver.url}/hook`, retry })
      replyAndTell(receiver, id, course, random)
      return { receiver, webhookId: id }
    }),
  )
  /** What visitors were left without an answer to; some of them try again. */
  let unanswered: Submission[] = []

  for (let kill = 0; kill < KILLS; kill++) {
    if (kill % (KILLS / AT_START) === KILLS / AT_START - 1) {
      await killAtStart(relay, random() * START_MS)
      continue
    }
    if (kill > 0) await relay.restart()
    const killed = killAt(relay, course, random)
    const again = unanswered.filter(() => random() < 0.5)
    unanswered = await submitUntil(killed, relay, form.id, again, course)
  }
  await relay.restart()

  await expect
    .poll(() => Promise.all(receivers.map(({ webhookId }) => isAnythingWaiting(owner, webhookId))), {
      timeout: 60_000,
    })
    .toEqual(receivers.map(() => false))

  const stored = await owner.submissions(form.id)
  const names = stored.map(({ answers }) => String(answers.name)).sort()
  const ids = new Map(stored.map(({ id, answers }) => [String(answers.name), id]))
  expect(new Set(names).size, 'each is stored once').toBe(names.length)
  expect(
    names.filter((name) => !course.posted.has(name)),
    'stored, but never posted',
  ).toEqual([])
  expect(
    [...course.accepted].filter(([name, id]) => !ids.has(name) || (id !== null && ids.get(name) !== id)),
    'accepted, but not stored',
  ).toEqual([])

  let deliveries = 0
  let requests = 0
  for (const { receiver, webhookId } of receivers) {
    const byId = new Map<string, Set<string>>()
    const byName = new Map<string, Set<string>>()
    for (const { body, headers } of receiver.requests) {
      const id = String(headers['x-webhook-id'])
      const { name } = JSON.parse(String(body)) as { name: string }
      byId.set(id, (byId.get(id) ?? new Set()).add(String(body)))
      byName.set(name, (byName.get(name) ?? new Set()).add(id))
    }
    expect([...byName.keys()].sort(), 'what is stored is what arrives').toEqual(names)
    expect(
      [...byName].filter(([, ids]) => ids.size !== 1),
      'one id for each',
    ).toEqual([])
    expect(
      [...byId].filter(([, bodies]) => bodies.size !== 1),
      'the same bytes under one id',
    ).toEqual([])
    const taken = [...byId.keys()].map((id) => course.taken.get(`${webhookId} ${id}`) ?? 0)
    expect(
      taken.filter((times) => times === 0),
      'refused, and never sent again',
    ).toEqual([])
    deliveries += taken.length
    requests += taken.reduce((sum, times) => sum + times, 0)
  }
  expect(deliveries).toBe(names.length * WEBHOOKS)
  const duplicates = requests - deliveries
  const share = ((100 * duplicates) / deliveries).toFixed(2)
  console.log(
    `killed ${KILLS} times: ${course.accepted.size} submissions accepted, ${deliveries} deliveries, ` +
      `${duplicates} duplicates (${share} %), seed ${seed}`,
  )
})

interface Submission {
  key: string
  name: string
}

/** Takes nearly everything, and tells when it has come and when it is answered. */
function replyAndTell(receiver: Receiver, webhookId: string, course: Course, random: () => number) {
  const refused = new Set<string>()
  receiver.replyWith(({ headers }) => {
    const id = String(headers['x-webhook-id'])
    course.tell('arrived')
    const isRefused = !refused.has(id) && random() < REFUSED
    if (isRefused) refused.add(id)
    else course.taken.set(`${webhookId} ${id}`, (course.taken.get(`${webhookId} ${id}`) ?? 0) + 1)
    return {
      write(response) {
        response.statusCode = isRefused ? 503 : 200
        response.end(() => course.tell('replied'))
      },
    }
  })
}

/** Kills the relay when enough has happened; half of the time not at once, but within what its next steps take. */
function killAt(relay: Relay, course: Course, random: () => number): Promise<unknown> {
  const what = happenings[Math.floor(random() * happenings.length)]
  let left = 1 + Math.floor(random() * MOST)
  const later = random() < 0.5 ? 0 : random() * 20
  const { promise, resolve } = Promise.withResolvers<unknown>()
  course.tell = (happened) => {
    if (happened !== what) return
    left--
    if (left > 0) return
    course.tell = () => {}
    if (later === 0) resolve(relay.kill())
    else setTimeout(() => resolve(relay.kill()), later)
  }
  return promise
}

async function killAtStart(relay: Relay, after: number) {
  const started = relay.restart().then(
    () => true,
    () => false,
  )
  await pass(after)
  await relay.kill()
  await started
}

/**
 * Visitors submit, each one after the other, until the relay is dead; first what was not answered before, with the
 * same key. Gives what is not answered now.
 */
async function submitUntil(
  killed: Promise<unknown>,
  relay: Relay,
  formId: string,
  again: Submission[],
  course: Course,
): Promise<Submission[]> {
  const { posted, accepted } = course
  const unanswered: Submission[] = []
  let isKilled = false
  void killed.then(() => {
    isKilled = true
  })
  const visitor = async () => {
    for (;;) {
      const submission = again.pop() ?? { key: randomUUID(), name: `visitor ${posted.size + 1}` }
      const { key, name } = submission
      posted.add(name)
      try {
        const answer = post(relay, formId, { key, answers: { ...ada, name } })
        course.tell('posted')
        const response = await answer
        if (!response.ok) throw new Error(`A submission was answered ${response.status}.`)
        // The status is the promise; the body may not get through any more.
        accepted.set(name, accepted.get(name) ?? null)
        course.tell('accepted')
        accepted.set(name, ((await response.json()) as { id: string }).id)
      } catch (error) {
        if (!(error instanceof TypeError)) throw error
        // Nothing but the kill breaks a connection.
        await killed
        if (!accepted.has(name)) unanswered.push(submission)
      }
      if (isKilled) return
    }
  }
  await Promise.all(Array.from({ length: VISITORS }, visitor))
  return unanswered
}

/** Whether an attempt is still owed to it. */
async function isAnythingWaiting(owner: Owner, webhookId: string): Promise<boolean> {
  const { items, next } = await owner.call<{ items: unknown[]; next: string | null }>(
    `/api/webhooks/${webhookId}/deliveries?state=pending&limit=1`,
  )
  return items.length > 0 || next !== null
}
