import { expect, test } from 'vitest'
import { createTurns, type Turn } from './turns.ts'

function makeTurns() {
  const clock = { now: 0 }
  const calls: { call: () => void; at: number }[] = []
  const turns = createTurns(
    () => clock.now,
    (call, ms) => calls.push({ call, at: clock.now + ms }),
  )
  const pass = (ms: number) => {
    clock.now += ms
    for (const due of calls.filter(({ at }) => at <= clock.now)) {
      calls.splice(calls.indexOf(due), 1)
      due.call()
    }
  }
  const seen: string[] = []
  const turn = (name: string, ready = () => true): Turn => ({
    ready,
    come: () => seen.push(`${name} comes`),
    aside: () => seen.push(`${name} aside`),
  })
  return { turns, pass, seen, turn, timers: calls }
}

test('the second comes when the first is closed, after a pause', () => {
  const { turns, pass, seen, turn } = makeTurns()
  const [a, b] = [turn('a'), turn('b')]
  turns.ask(a)
  turns.ask(b)
  expect(seen).toEqual(['a comes'])
  pass(60_000)
  expect(seen).toEqual(['a comes'])
  turns.leave(a)
  pass(4_999)
  expect(seen).toEqual(['a comes'])
  pass(1)
  expect(seen).toEqual(['a comes', 'b comes'])
})

test('who does not want to any more is passed over', () => {
  const { turns, pass, seen, turn } = makeTurns()
  const a = turn('a')
  turns.ask(a)
  turns.ask(turn('b', () => false))
  turns.ask(turn('c'))
  turns.leave(a)
  pass(5_000)
  expect(seen).toEqual(['a comes', 'c comes'])
})

test('what the visitor asks for waits for nobody, and the one that is there makes room', () => {
  const { turns, seen, turn } = makeTurns()
  const [a, b, c] = [turn('a'), turn('b'), turn('c')]
  turns.ask(a)
  turns.take(b)
  turns.ask(c)
  turns.leave(a)
  expect(seen).toEqual(['a comes', 'a aside'])
})

test('asking twice is asking once, and who leaves the page does not come', () => {
  const { turns, pass, seen, turn } = makeTurns()
  const [a, b] = [turn('a'), turn('b')]
  turns.ask(a)
  turns.ask(b)
  turns.ask(b)
  turns.leave(b)
  turns.leave(a)
  pass(10_000)
  expect(seen).toEqual(['a comes'])
})

test('who is gone from the page makes room at once', () => {
  const { turns, seen, turn } = makeTurns()
  const a = turn('a')
  turns.ask(a)
  turns.ask(turn('b'))
  turns.drop(a)
  expect(seen).toEqual(['a comes', 'b comes'])
})

test('no timer runs while nobody waits', () => {
  const { turns, timers, turn } = makeTurns()
  const a = turn('a')
  turns.ask(a)
  turns.leave(a)
  expect(timers).toEqual([])
})
