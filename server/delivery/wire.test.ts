/** What receivers get of a real relay over real HTTP: every preset, every setting, and the library of Standard Webhooks. */
import { createHmac } from 'node:crypto'
import type {
  DeliverySummary,
  List,
  NewWebhook,
  RotatedWebhook,
  TestResult,
} from '@fieldpost/shared/resources.ts'
import { contentTypes } from '@fieldpost/shared/webhook/body.ts'
import { deliveryHeaders, standardHeaders } from '@fieldpost/shared/webhook/headers.ts'
import { presets } from '@fieldpost/shared/webhook/presets.ts'
import { webhookMethods } from '@fieldpost/shared/webhook/settings.ts'
import { secretBytes, signatureStyles, styleNames } from '@fieldpost/shared/webhook/signature.ts'
import { verify } from '@fieldpost/shared/webhook/verify.ts'
import { Webhook } from 'standardwebhooks'
import { describe, expect, onTestFinished, test } from 'vitest'
import { makeApp, makeForm, problemOf } from '../test/make.ts'
import { type Receiver, startReceiver } from '../test/receiver.ts'
import { vendorNames, vendors } from '../test/vendors.ts'

const MADE = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'
const OLD = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const answers = { stars: 3, mood: 'good', many: ['a', 'b'], note: 'é 😀 & <x> "q" \u2028' }

type Request = Receiver['requests'][number]
type Reply = Parameters<Receiver['replyWith']>[0]

/** A relay whose clock is right, as receivers compare it with theirs, with a form and a receiver. */
async function makeRelay({ kind = 'form', reply = {} }: { kind?: 'form' | 'survey'; reply?: Reply } = {}) {
  const relay = makeApp({ allow: '127.0.0.1' })
  relay.clock.advance(Date.now() - relay.clock.now())
  const receiver = await startReceiver({ reply })
  onTestFinished(() => receiver.close())
  const options = ['a', 'b'].map((value) => ({ value, label: value }))
  const definition = makeForm({
    fields: [
      { id: 'f1', name: 'stars', kind: 'rating', label: 'stars?' },
      { id: 'f2', name: 'mood', kind: 'smiley', label: 'mood?' },
      { id: 'f3', name: 'many', kind: 'multiple-choice', label: 'many?', options },
      { id: 'f4', name: 'note', kind: 'text', label: 'note?' },
    ],
  })
  const form = await relay.publish('ada', definition, { title: 'Happy?', kind })
  const add = (settings: object) =>
    relay.addWebhook('ada', form.id, { url: `${receiver.url}/hook`, ...settings })
  const testSend = ({ id }: { id: string }) =>
    relay.get<TestResult>(`POST /api/webhooks/${id}/test`, { as: 'ada' })
  const newest = async ({ id }: { id: string }) =>
    (await relay.get<List<DeliverySummary>>(`GET /api/webhooks/${id}/deliveries`, { as: 'ada' })).items[0]
  /** Waits for what becomes of the newest delivery. */
  const settled = async (webhook: { id: string }) => {
    await expect.poll(async () => (await newest(webhook))?.state, { timeout: 4_000 }).not.toBe('pending')
    return newest(webhook)
  }
  return {
    ...relay,
    receiver,
    form,
    add,
    testSend,
    newest,
    settled,
    submit: () => relay.submit(form.id, answers),
  }
}

const headersOf = ({ headers }: Request) => headers as Record<string, string>
const post = (receiver: Receiver, { headers, method }: Request, body: Buffer | string) => {
  const { connection: _, host: __, 'content-length': ___, ...given } = headersOf({ headers } as Request)
  return fetch(receiver.url, { method, headers: given, body: new Uint8Array(Buffer.from(body)) })
}

/** The secret in the way that the library is to be given it. */
const library = (secret: string) =>
  /^whsec_[A-Za-z0-9+/]+=*$/.test(secret)
    ? new Webhook(secret)
    : // As bytes: of a string it takes each character for one byte, and nothing beyond Latin-1.
      new Webhook(new TextEncoder().encode(secret), { format: 'raw' })

describe.each(vendorNames)('a receiver written for %s', (name) => {
  const { settings } = presets.find(({ id }) => id === name) ?? {}
  const vendor = vendors[name]
  const secret = name === 'standard-webhooks' ? MADE : 'a secret that the owner chose'
  const as =
    (known: string): Reply =>
    (request: Request) => ({ status: vendor(request, known) })

  test.each(['form', 'survey'] as const)('takes every delivery of a %s, and no other', async (kind) => {
    const { receiver, add, submit, settled, testSend, worker, get } = await makeRelay({
      kind,
      reply: as(secret),
    })
    const webhook = await add({ ...settings, secret })
    await submit()
    worker.start()
    const delivered = await settled(webhook)
    expect(delivered).toMatchObject({ state: 'succeeded', attempts: 1 })
    expect(delivered?.lastStatus).toBeLessThan(300)
    expect((await testSend(webhook)).status).toBe(delivered?.lastStatus)
    await get(`POST /api/deliveries/${delivered?.id}/resend`, { as: 'ada' })
    const [first, tested, again] = (await receiver.waitFor(3)) as [Request, Request, Request]
    expect(again.body).toEqual(first.body)
    expect(JSON.stringify(JSON.parse(String(first.body)))).toBe(String(first.body))

    for (const request of [first, tested]) {
      expect((await post(receiver, request, request.body)).ok).toBe(true)
      const forged = String(request.body).replace('good', 'evil')
      expect((await post(receiver, request, forged)).status).toBe(401)
    }
    const { 'x-webhook-id': _, ...unsigned } = Object.fromEntries(
      Object.entries(first.headers).filter(([header]) => !header.includes('signature')),
    )
    expect((await post(receiver, { ...first, headers: unsigned }, first.body)).status).toBe(401)
  })

  test.each(['old', 'new'] as const)(
    'goes on while its secret is replaced, if it knows the %s one',
    async (which) => {
      const { receiver, add, clock, submit, settled, worker, get } = await makeRelay()
      const webhook = await add({ ...settings, secret })
      const rotated = await get<RotatedWebhook>(`POST /api/webhooks/${webhook.id}/rotate-secret`, {
        as: 'ada',
        body: { overlapSeconds: 60 },
      })
      receiver.replyWith(as(which === 'old' ? secret : rotated.secret))
      await submit()
      worker.start()
      expect(await settled(webhook)).toMatchObject({ state: 'succeeded' })
      for (const request of receiver.requests) {
        for (const known of [secret, rotated.secret]) {
          library(known).verify(request.body, headersOf(request))
        }
      }
      clock.advance(60_000)
      receiver.replyWith({})
      await submit()
      worker.wake()
      const last = (await receiver.waitFor(receiver.requests.length + 1)).at(-1) as Request
      expect(vendor(last, rotated.secret)).toBeLessThan(300)
      expect(vendor(last, secret)).toBe(401)
      expect(() => library(secret).verify(last.body, headersOf(last))).toThrow('No matching signature')
    },
  )
})

describe('the Standard Webhooks library', () => {
  test.each([
    ['a made one', MADE],
    ["the owner's own words", 'the horse, the battery and the staple'],
    ['words beyond Latin-1', 'schlüssel ключ 🔑'],
    ['what looks like base64', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    ['one character', 'x'],
  ])('verifies every preset, method and content type, with %s for a secret', async (_, secret) => {
    const { receiver, add, submit, worker } = await makeRelay()
    for (const { settings } of presets) {
      for (const method of webhookMethods) {
        for (const contentType of contentTypes) await add({ ...settings, method, contentType, secret })
      }
    }
    await submit()
    worker.start()
    const count = presets.length * webhookMethods.length * contentTypes.length
    for (const request of await receiver.waitFor(count)) {
      const jsonParse = request.headers['content-type'] === 'application/json'
      const parsed = library(secret).verify(request.body, headersOf(request), { jsonParse })
      expect(parsed).toEqual(jsonParse ? JSON.parse(String(request.body)) : undefined)
      const forged = Buffer.concat([request.body, Buffer.from(' ')])
      expect(() => library(secret).verify(forged, headersOf(request))).toThrow('No matching signature')
    }
    const seen = receiver.requests.map(({ method, headers }) => `${method} ${headers['content-type']}`)
    expect(new Set(seen).size).toBe(webhookMethods.length * contentTypes.length)
    expect(new Set(receiver.requests.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  })

  test('has to be told that a secret is not one of its own', async () => {
    const { receiver, add, testSend } = await makeRelay()
    const request = async (secret: string) => {
      await testSend(await add({ secret }))
      return receiver.requests.at(-1) as Request
    }
    const words = await request('the horse, the battery')
    expect(() => new Webhook('the horse, the battery')).toThrow()
    expect(() => library('the horse, the battery').verify(words.body, headersOf(words))).not.toThrow()
    // It would decode it, where the relay signs with what the owner sees.
    const alike = await request('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')
    const decoding = new Webhook('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')
    expect(() => decoding.verify(alike.body, headersOf(alike))).toThrow('No matching signature')
    const odd = await request('whsec_not base64!')
    expect(() => new Webhook('whsec_not base64!')).toThrow()
    expect(() => library('whsec_not base64!').verify(odd.body, headersOf(odd))).not.toThrow()
  })
})

describe('a setting alone', () => {
  /** What one test send of a webhook with these settings brings. */
  async function received(settings: object, kind: 'form' | 'survey' = 'form') {
    const relay = await makeRelay({ kind })
    const webhook = await relay.add({ secret: MADE, ...settings })
    await relay.testSend(webhook)
    const [request] = relay.receiver.requests
    return request as Request
  }

  test.each(['X-Signature', 'X-Hub-Signature-256', 'signature', 'X_Odd!#$%&*+.^`|~'])(
    'changes the header to %s, and nothing else',
    async (header) => {
      const { body, headers } = await received({ signature: { header } })
      const value = `sha256=${createHmac('sha256', MADE).update(body).digest('hex')}`
      expect(headers[header.toLowerCase()]).toBe(value)
      const names = Object.keys(headers).filter((name) => /signature|odd/i.test(name))
      expect(names.toSorted()).toEqual([...new Set([header.toLowerCase(), 'webhook-signature'])].toSorted())
    },
  )

  test.each(styleNames)('changes the style to %s', async (style) => {
    const { header } = signatureStyles[style]
    const { body, headers } = await received({ signature: { style } })
    expect(await verify({ body, headers, secret: MADE, style })).toEqual({ valid: true })
    expect(await verify({ body, headers, secret: OLD, style })).toMatchObject({ reason: 'mismatch' })
    const key = secretBytes(style, MADE)
    const prefix = style === 'standard' ? `${headers['webhook-id']}.${headers['webhook-timestamp']}.` : ''
    const mac = createHmac('sha256', key).update(prefix).update(body)
    expect(headers[header.toLowerCase()]).toBe(signatureStyles[style].write([mac.digest()]))
  })

  test.each(webhookMethods)('changes the method to %s', async (method) => {
    expect(await received({ method })).toMatchObject({ method, path: '/hook' })
  })

  test('changes the content type, for the same answers', async () => {
    const json = await received({})
    const form = await received({ contentType: 'application/x-www-form-urlencoded' })
    expect(json.headers['content-type']).toBe('application/json')
    expect(form.headers['content-type']).toBe('application/x-www-form-urlencoded')
    const read = new URLSearchParams(String(form.body))
    const sent = JSON.parse(String(json.body))
    expect(Object.keys(sent)).toEqual([...new Set(read.keys())])
    expect(read.getAll('many')).toEqual(sent.many)
    expect([read.get('stars'), read.get('note')]).toEqual([String(sent.stars), sent.note])
  })

  test.each([
    ['fields', ['stars', 'mood', 'many', 'note']],
    ['event', ['event_type', 'event_id', 'timestamp', 'data']],
    ['responses', ['tag', 'createdAt', 'phone', 'language', 'responses', 'teamId', 'surveyId']],
  ])('changes the format to %s', async (format, names) => {
    const { body } = await received({ format }, 'survey')
    expect(Object.keys(JSON.parse(String(body)))).toEqual(names)
  })

  test("adds the owner's headers", async () => {
    const headers = { Authorization: 'Bearer k', 'X-Api-Key': 'ä', Accept: 'text/plain' }
    const request = await received({ headers })
    expect(request.headers).toMatchObject({ authorization: 'Bearer k', accept: 'text/plain' })
    expect(request.headers['x-api-key']).toBe('ä')
  })

  test('adds none of ours, nor of the connection', async () => {
    const { call, form } = await makeRelay()
    const ours = [...Object.values(deliveryHeaders), ...Object.values(standardHeaders), 'X-Signature']
    for (const name of [
      ...ours,
      'Host',
      'Content-Length',
      'Transfer-Encoding',
      'Connection',
      'Expect',
      'TE',
    ]) {
      for (const spelled of [name, name.toUpperCase(), name.toLowerCase()]) {
        const body = { url: 'https://receiver.example/', headers: { [spelled]: 'mine' } }
        const answer = await call(`POST /api/forms/${form.id}/webhooks`, { as: 'ada', body })
        const { issues } = await problemOf(answer)
        expect(issues?.[0]?.field, spelled).toMatch(/^headers/)
      }
    }
  })

  test('of events chooses what is sent', async () => {
    const { receiver, add, submit, worker, form, call, settled } = await makeRelay()
    const created = await add({ name: 'created' })
    await add({ name: 'flagged', events: ['form.submission.flagged'] })
    await add({ name: 'survey', events: ['survey.response.created'] })
    const erased = await add({ name: 'erased', events: ['form.submission.erased'], format: 'event' })
    const id = await submit()
    worker.start()
    await settled(created)
    expect(receiver.requests.map(({ headers }) => headers['x-webhook-event'])).toEqual([
      'form.submission.created',
    ])
    await call(`DELETE /api/submissions/${id}`, { as: 'ada' })
    await receiver.waitFor(2)
    expect(await settled(erased)).toMatchObject({ eventType: 'form.submission.erased' })
    expect(receiver.requests).toHaveLength(2)
    expect(JSON.parse(String(receiver.requests[1]?.body)).data).toMatchObject({
      submission: { id, form_id: form.id, submission_data: {} },
    })
  })

  test('of time ends an attempt', async () => {
    const { add, testSend } = await makeRelay({ reply: 'hang' })
    const { error, durationMs } = await testSend(await add({ timeoutMs: 1_000 }))
    expect(error).toContain('did not reply within 1 s')
    expect(durationMs).toBeGreaterThanOrEqual(995)
  })

  test('of attempts ends a delivery', async () => {
    const { add, submit, settled, worker } = await makeRelay({ reply: { status: 500 } })
    const webhook = await add({ retry: { maxAttempts: 1 } })
    await submit()
    worker.start()
    expect(await settled(webhook)).toMatchObject({ state: 'failed', attempts: 1 })
  })

  test('of no secret sends nothing that looks signed', async () => {
    const { headers } = await received({ secret: null })
    expect(Object.keys(headers).filter((name) => /signature|^webhook-/.test(name))).toEqual([])
    expect(headers).toMatchObject({ 'x-webhook-event': 'webhook.test', 'x-webhook-attempt': '1' })
  })
})

test.each(presets.map((preset) => [preset.id, preset.settings] as const))(
  'a test of %s has the headers and the signatures of a real delivery',
  async (_, settings) => {
    const { receiver, add, submit, testSend, worker } = await makeRelay()
    const webhook: NewWebhook = await add({ ...settings, secret: MADE, headers: { Authorization: 'k' } })
    await testSend(webhook)
    await submit()
    worker.start()
    const [tested, real] = (await receiver.waitFor(2)) as [Request, Request]
    expect(Object.keys(tested.headers)).toEqual(Object.keys(real.headers))
    for (const { body, headers } of [tested, real]) {
      const { header, style } = settings.signature
      expect(await verify({ body, headers, secret: MADE, header, style })).toEqual({ valid: true })
      expect(await verify({ body, headers, secret: MADE, style: 'standard' })).toEqual({ valid: true })
    }
    expect([tested, real].map(({ headers }) => headers['x-webhook-event'])).toEqual([
      'webhook.test',
      'form.submission.created',
    ])
  },
)
