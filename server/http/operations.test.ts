import { expect, it, onTestFinished } from 'vitest'
import { StoreUnavailable } from '../store/store.ts'
import { makeApp, problemOf } from '../test/make.ts'
import { startReceiver } from '../test/receiver.ts'

it('lives as long as it answers', async () => {
  const { get } = makeApp()
  expect(await get('GET /healthz')).toEqual({ status: 'ok' })
})

it('is ready when the store takes writes, and says how long the oldest delivery has waited', async () => {
  const { addWebhook, clock, get, publish, submit } = makeApp()
  expect(await get('GET /readyz')).toEqual({ status: 'ready', oldestDueMs: 0 })
  const { id } = await publish('ada')
  await addWebhook('ada', id)
  await submit(id, { name: 'Ada' })
  clock.advance(5_000)
  expect(await get('GET /readyz')).toEqual({ status: 'ready', oldestDueMs: 5_000 })
})

it('is not ready when the store takes nothing, and again when it does', async () => {
  const { call, clock, store } = makeApp()
  const { probe } = store
  let probes = 0
  store.probe = async () => {
    probes++
    throw new StoreUnavailable('The disk is full.')
  }
  for (let times = 0; times < 3; times++) {
    const answer = await call('GET /readyz')
    expect(answer.headers.get('retry-after')).toBe('5')
    expect(await problemOf(answer)).toMatchObject({ status: 503, code: 'unavailable' })
  }
  expect(probes).toBe(1)
  store.probe = probe
  clock.advance(1_000)
  expect((await call('GET /readyz')).status).toBe(200)
})

it('counts submissions by what became of them, and attempts', async () => {
  const { addWebhook, call, get, publish, submit } = makeApp({ allow: '127.0.0.1' })
  const { id } = await publish('ada')
  const receiver = await startReceiver({ reply: { status: 400 } })
  onTestFinished(() => receiver.close())
  const webhook = await addWebhook('ada', id, { url: receiver.url })
  await submit(id, { name: 'Ada' })
  await call(`POST /v1/forms/${id}/submissions`, { body: { answers: { colour: 'red' } } })
  await get(`POST /api/webhooks/${webhook.id}/test`, { as: 'ada' })
  const answer = await call('GET /metrics')
  expect(answer.headers.get('content-type')).toContain('text/plain')
  const lines = (await answer.text()).split('\n')
  expect(lines).toContain('fieldpost_submissions_total{outcome="accepted"} 1')
  expect(lines).toContain('fieldpost_submissions_total{outcome="invalid"} 1')
  expect(lines).toContain('fieldpost_delivery_attempts_total{state="failed"} 1')
  expect(lines).toContain('fieldpost_delivery_attempt_seconds_count 1')
  expect(lines).toContain('fieldpost_oldest_due_delivery_seconds 0')
  expect(lines.some((line) => line.startsWith('process_resident_memory_bytes '))).toBe(true)
})
