/** Receivers as their owners wrote them for other vendors' webhooks, each fed with the deliveries of its preset. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { renderBody } from '@fieldpost/shared/webhook/body.ts'
import { makeEvent, makeEventField, makeEventSubmission } from '@fieldpost/shared/webhook/make.ts'
import { presets } from '@fieldpost/shared/webhook/presets.ts'
import { describe, expect, test } from 'vitest'
import { signedHeaders } from './sign.ts'

const secret = 'whsec_a secret that the owner chose'

interface Delivery {
  body: Buffer
  /** Lower-case names, as Node gives them to a receiver. */
  headers: Record<string, string>
}

// Names and values that serialisers trip over: integer-like, a prototype, half a surrogate pair, a large number.
const answers = Object.fromEntries<string | number | string[]>([
  ['stars', 3],
  ['mood', 'good'],
  ['2', 'second'],
  ['1', 'first'],
  ['__proto__', 'x'],
  ['odd', '\ud800 é 😀 </script> \u2028'],
  ['big', 1e21],
  ['many', ['a', 'b']],
])
const kinds = new Map([
  ['stars', 'rating'],
  ['mood', 'smiley'],
])
const fields = Object.keys(answers).map((name) =>
  makeEventField({ name, label: `${name}?`, kind: kinds.get(name) ?? 'text' }),
)

function deliver(presetId: string, kind: 'form' | 'survey' = 'survey'): Delivery {
  const preset = presets.find((preset) => preset.id === presetId)
  if (!preset) throw new Error(`There is no preset ${presetId}`)
  const { settings } = preset
  const event = makeEvent({
    type: kind === 'survey' ? 'survey.response.created' : 'form.submission.created',
    form: { kind, title: 'Happy?', fields },
    submission: makeEventSubmission({ answers, context: { tag: 'feedback', language: 'en' } }),
  })
  const body = renderBody(settings.format, settings.contentType, event)
  const headers = signedHeaders({
    signature: settings.signature,
    secrets: [secret],
    id: event.id,
    timestampSeconds: 1_726_567_200,
    body,
    attempt: 1,
    eventType: event.type,
    contentType: settings.contentType,
    headers: {},
    version: '1.2.3',
  })
  return {
    body: Buffer.from(body),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
  }
}

const equal = (a: string, b: string) =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))

/** Each answers with an HTTP status. */
const receivers = {
  embeddable({ body, headers }: Delivery) {
    const expected = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
    if (!equal(headers['x-signature'] ?? '', expected)) return 401
    const { stars, mood } = JSON.parse(body.toString('utf8'))
    return stars === 3 && mood === 'good' ? 200 : 400
  },

  widgetjar({ body, headers }: Delivery) {
    if (headers['content-type'] !== 'application/json') return 415
    const digest = createHmac('sha256', secret).update(body)
    const signature = headers['x-widgetjar-signature'] ?? ''
    if (!timingSafeEqual(Buffer.from(signature), Buffer.from(`sha256=${digest.digest('hex')}`))) return 401
    return JSON.parse(String(body)).stars === 3 ? 204 : 400
  },

  workspace({ body, headers }: Delivery) {
    const given = Buffer.from(headers['x-signature'] ?? '', 'hex')
    const computed = createHmac('sha256', secret).update(body).digest()
    return given.length === computed.length && timingSafeEqual(given, computed) ? 200 : 401
  },

  'ask-users'({ body, headers }: Delivery) {
    const payload = JSON.parse(body.toString())
    const expected = createHmac('sha256', secret).update(JSON.stringify(payload)).digest('hex')
    if (headers['x-webhook-signature'] !== expected) return 401
    switch (payload.event_type) {
      case 'survey.response.created':
        return payload.data.response.response_data.stars === 3 && payload.data.survey.title === 'Happy?'
          ? 200
          : 400
      case 'form.submission.created':
        return payload.data.submission.submission_data.stars === 3 && payload.data.form.fields.length === 8
          ? 200
          : 400
      default:
        return 422
    }
  },

  rateup({ body, headers }: Delivery) {
    const payload = JSON.parse(body.toString())
    const expected = createHmac('sha256', secret).update(JSON.stringify(payload)).digest('base64')
    if (headers['x-rateup-signature'] !== expected) return 401
    if (!headers['x-webhook-id'] || headers['x-rateup-triggered-at'] !== '2024-09-17T10:00:00.000Z')
      return 400
    const rating = payload.responses.find((each: { type: string }) => each.type === 'Rating')
    const known =
      payload.tag === 'feedback' && payload.surveyId === 'form-1' && payload.teamId === 'workspace-1'
    return known && rating.response === 3 && rating.title === 'stars?' ? 200 : 400
  },

  'standard-webhooks'({ body, headers }: Delivery) {
    // The secret begins with whsec_, but what follows is no base64: it signs as it is.
    const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
    const expected = createHmac('sha256', secret).update(content).digest('base64')
    const signatures = (headers['webhook-signature'] ?? '').split(' ')
    return signatures.some((signature) => equal(signature, `v1,${expected}`)) ? 200 : 401
  },
} satisfies Record<string, (delivery: Delivery) => number>

test('there is a receiver for every preset', () => {
  expect(Object.keys(receivers)).toEqual(presets.map((preset) => preset.id))
})

describe.each(Object.entries(receivers))('a receiver written for %s', (preset, receive) => {
  test.each(['form', 'survey'] as const)('takes the deliveries of a %s', (kind) => {
    const status = receive(deliver(preset, kind))
    expect(status).toBeGreaterThanOrEqual(200)
    expect(status).toBeLessThan(300)
  })

  test('refuses a delivery that was changed on its way', () => {
    const { body, headers } = deliver(preset)
    const changed = Buffer.from(body.toString().replace('good', 'evil'))
    expect(receive({ body: changed, headers })).toBe(401)
  })
})
