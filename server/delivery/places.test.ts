import { describe, expect, it } from 'vitest'
import type { ClaimedDelivery } from '../store/rows.ts'
import { createPlaces, type WorkerLimits } from './places.ts'

const limits: WorkerLimits = { all: 32, webhook: 4, failingWebhook: 1, failing: 8, host: 8 }

function makePlaces() {
  const held = new Set<ClaimedDelivery>()
  let time = 0
  const places = createPlaces(
    limits,
    () => held.size,
    () => time,
  )
  let serial = 0
  /** Only what places look at. */
  const claimed = (webhookId: string, host = 'one.example') => {
    const webhook = { id: webhookId, host, failingSince: null }
    const delivery = { id: `dlv_${++serial}`, webhookId, webhook } as ClaimedDelivery
    held.add(delivery)
    return delivery
  }
  return {
    places,
    claimed,
    pass: (ms: number) => {
      time += ms
    },
    /** A webhook with all its places taken whose receiver answers at once. */
    quick(webhookId: string, host?: string) {
      const sending = Array.from({ length: limits.webhook }, () => claimed(webhookId, host))
      for (const delivery of sending) expect(places.take(delivery)).toBe(true)
      for (const delivery of sending) places.judge(delivery, { succeeded: true, durationMs: 3 })
      return sending
    },
  }
}

describe('places', () => {
  it('let a receiver that answers at once have deliveries in line, and send the first for each that ends', () => {
    const { places, claimed, quick } = makePlaces()
    const [sending] = quick('a')
    expect(places.room.webhook('a', false)).toBe(4 * limits.webhook)
    const [first, second] = [claimed('a'), claimed('a')]
    expect([places.take(first), places.take(second)]).toEqual([false, false])
    expect(places.ahead()).toBe(2)
    expect(sending && places.leave(sending, true)).toBe(first)
    expect(places.leave(first, true)).toBe(second)
    expect(places.leave(second, true)).toBe(undefined)
    expect(places.ahead()).toBe(0)
  })

  it.each([
    { succeeded: false, durationMs: 3 },
    { succeeded: true, durationMs: 2_000 },
  ])('put nobody in line after $durationMs ms, succeeded: $succeeded', (attempt) => {
    const { places, claimed, quick } = makePlaces()
    const [sending] = quick('a')
    const waiting = claimed('a')
    places.take(waiting)
    if (sending) places.judge(sending, attempt)
    expect(places.room.webhook('a', false)).toBe(-1)
    expect(places.dismiss()).toEqual([waiting])
    expect(places.room.webhook('a', false)).toBe(0)
  })

  it('put nobody in line at a host where another is being sent to', () => {
    const { places, claimed, quick } = makePlaces()
    quick('a')
    places.take(claimed('b'))
    expect(places.room.webhook('a', false)).toBe(0)
    expect(places.room.host('one.example')).toBe(limits.host - limits.webhook - 1)
  })

  it('let nobody begin at a host that is full', () => {
    const { places, claimed, quick } = makePlaces()
    quick('a')
    for (let i = 0; i < limits.host - limits.webhook; i++) expect(places.take(claimed(`b${i}`))).toBe(true)
    const over = claimed('c')
    expect(places.take(over)).toBe(false)
    expect(places.dismiss()).toEqual([over])
  })

  it('give who is alone at its host more than the host has places, to wait in line', () => {
    const { places, claimed, quick } = makePlaces()
    quick('a')
    expect(places.room.host('one.example')).toBe(limits.host - limits.webhook + 4 * limits.webhook)
    places.take(claimed('b'))
    expect(places.room.host('one.example')).toBe(limits.host - limits.webhook - 1)
  })

  it('put nobody in line when half of all places are taken', () => {
    const { places, claimed, quick } = makePlaces()
    quick('a', 'a.example')
    for (let i = 0; i < limits.all / 2 - limits.webhook; i++) places.take(claimed('b', `${i}.example`))
    expect(places.room.webhook('a', false)).toBeLessThanOrEqual(0)
  })

  it('let nobody wait in line for long', () => {
    const { places, claimed, quick, pass } = makePlaces()
    quick('a')
    const [early, late] = [claimed('a'), claimed('a')]
    places.take(early)
    pass(600)
    places.take(late)
    expect(places.dismiss()).toEqual([])
    pass(600)
    expect(places.dismiss()).toEqual([early])
    expect(places.dismiss(true)).toEqual([late])
  })

  it('know nothing any more of a webhook that has nothing in flight', () => {
    const { places, quick } = makePlaces()
    for (const delivery of quick('a')) places.leave(delivery, true)
    expect(places.room.webhook('a', false)).toBe(limits.webhook)
    expect(places.room.host('one.example')).toBe(limits.host)
  })
})
