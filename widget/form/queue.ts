/**
 * What could not be sent: kept in the visitor's browser, and sent when that works, by any page of the site that has
 * a form on it. Each submission has a place of its own in the storage, so that two tabs cannot overwrite each
 * other's, and goes away with the relay's word that it is stored. Its key makes it safe to send it once too often.
 */
import { type Outgoing, post, type SendResult } from './send.ts'

/** Before the key of each submission. */
const PREFIX = 'fieldpost:queue:'
const MOST = 20
const KEPT_MS = 7 * 86_400_000
const FIRST_DELAY_MS = 2_000
const LONGEST_DELAY_MS = 60_000

/** One tab sends at a time. Pages on plain http have no locks, but a lease, which is longer than an attempt. */
const LOCK = 'fieldpost:sending'
const LEASE_MS = 40_000

export interface Item {
  key: string
  /** The address of the form's submissions. */
  url: string
  /** The body of the request. */
  body: string
  /** When it was made, in milliseconds since 1970. */
  at: number
  /** The relay's last word, when it will not have it: it is kept to be shown. */
  refused?: SendResult
}

/** Those that somebody on this page waits for, stored or not. */
const waiting = new Map<string, { item: Item; done: (result: SendResult) => void }>()
/** Nobody is sent for when no form is left on the page. */
const forms = new Set<AbortSignal>()
let running = false
let again = false
let failures = 0
let wake = () => {}

/** Goes on at once, if it waits for the next attempt. */
export const hurry = () => wake()

/** Keeps a submission in the browser; whether that is so. */
export function keep(item: Item): boolean {
  return (
    attempt(() => {
      const all = stored()
      if (all.length >= MOST && !all.some(({ key }) => key === item.key)) return false
      localStorage.setItem(PREFIX + item.key, JSON.stringify(item))
      return true
    }) ?? false
  )
}

export const drop = (key: string) => attempt(() => localStorage.removeItem(PREFIX + key))

/** The newest submission to this address that the relay refused: its key, the relay's word, and all its answers. */
export const refusedOf = (url: string) =>
  attempt(() => {
    const found = stored().findLast((item) => item.url === url && item.refused)
    if (!found?.refused) return
    const { answers, hidden } = JSON.parse(found.body) as Outgoing
    return { key: found.key, result: found.refused, answers: { ...answers, ...hidden } }
  })

/** Goes on with what is kept while `signal` lasts, whoever waits for it. */
export const sendLater = (signal: AbortSignal) => join(signal)

/** Sends what is kept until all of it is decided or `signal` ends, beginning now. */
export function sendAll(signal: AbortSignal) {
  join(signal)
  wake()
  void run(0)
}

/**
 * Sends a submission whose first attempt failed again, until the relay has decided: what it decided. Ends with
 * `later` when `signal` does. `after` is the relay's wish in milliseconds.
 */
export function decide(item: Item, signal: AbortSignal, after: number | undefined): Promise<SendResult> {
  join(signal)
  return new Promise((resolve) => {
    const done = (result: SendResult) => {
      waiting.delete(item.key)
      resolve(result)
    }
    waiting.set(item.key, { item, done })
    signal.addEventListener('abort', () => done({ outcome: 'later' }))
    void run(delayAfter(1, after))
  })
}

/**
 * How long to wait after the nth failed attempt (from 1), in milliseconds: doubling, and shortened by up to a
 * half at random, so that a relay that comes back is not met by everybody at once. Never shorter than its wish.
 */
export const delayAfter = (attempt: number, wish = 0, random = Math.random()): number =>
  Math.max(wish, Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), LONGEST_DELAY_MS) * (1 - random / 2))

function join(signal: AbortSignal) {
  if (signal.aborted || forms.has(signal)) return
  forms.add(signal)
  signal.addEventListener('abort', () => {
    forms.delete(signal)
    if (forms.size === 0) wake()
  })
}

async function run(first: number) {
  again = true
  if (running) return
  running = true
  failures = 0
  let delay: number | undefined = first
  while (forms.size > 0 && (again || delay !== undefined)) {
    if (delay) await pause(delay)
    again = false
    if (forms.size === 0) break
    const wish: number | undefined = await alone(sendOnce)
    delay = wish === undefined ? undefined : delayAfter(failures || 1, wish)
  }
  running = false
}

/** One attempt at each. The relay's wish when something is left, in milliseconds; undefined when nothing is. */
async function sendOnce(): Promise<number | undefined> {
  const items = stored().filter((item) => !item.refused)
  // Another tab may have sent one of ours: sent again under its key, it is answered like the first time.
  for (const { item } of waiting.values()) if (!items.some(({ key }) => key === item.key)) items.push(item)
  const down = new Set<string>()
  let wish: number | undefined
  for (const item of items) {
    if (down.has(item.url)) continue
    if (forms.size === 0) return 0
    lease()
    const result = await post(item.url, item.body)
    if (result.outcome === 'later') {
      failures++
      down.add(item.url)
      wish = Math.min(wish ?? Number.POSITIVE_INFINITY, result.after ?? 0)
      continue
    }
    failures = 0
    if (result.outcome === 'accepted') drop(item.key)
    else if (attempt(() => localStorage.getItem(PREFIX + item.key))) keep({ ...item, refused: result })
    waiting.get(item.key)?.done(result)
  }
  return wish
}

/** Does work unless another tab is at it; 0 then. */
async function alone(work: () => Promise<number | undefined>): Promise<number | undefined> {
  const { locks } = navigator
  // Refused where a site may store nothing; then there is nothing that tabs share.
  if (locks) return locks.request(LOCK, { ifAvailable: true }, (lock) => (lock ? work() : 0)).catch(work)
  if (Number(attempt(() => localStorage.getItem(LOCK))) > Date.now()) return 0
  try {
    return await work()
  } finally {
    attempt(() => localStorage.removeItem(LOCK))
  }
}

function lease() {
  if (!navigator.locks) attempt(() => localStorage.setItem(LOCK, String(Date.now() + LEASE_MS)))
}

/** Until the time is up, the network is back, or somebody is in a hurry. */
const pause = (ms: number) =>
  new Promise<void>((resolve) => {
    wake = () => {
      clearTimeout(timer)
      removeEventListener('online', wake)
      resolve()
    }
    const timer = setTimeout(wake, ms)
    addEventListener('online', wake)
  })

/** What is stored, the oldest first. What is too old, or not ours to read, goes. */
function stored(): Item[] {
  const items: Item[] = []
  for (const name of attempt(() => Object.keys(localStorage)) ?? []) {
    if (!name.startsWith(PREFIX)) continue
    const item = attempt(() => JSON.parse(localStorage.getItem(name) ?? '') as Item)
    if (item && Date.now() - item.at < KEPT_MS) items.push(item)
    else drop(name.slice(PREFIX.length))
  }
  return items.sort((a, b) => a.at - b.at)
}

/** Storage that is off or full throws; then nothing is kept. */
function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
