/** Receivers as their owners wrote them for other vendors' webhooks, one for each preset. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** What reaches a receiver; header names are in lower case. */
export interface VendorDelivery {
  body: Buffer
  headers: IncomingHttpHeaders
}

/** Verifies and understands a delivery of a form that asks for `stars` and `mood`; answers with an HTTP status. */
type VendorReceiver = (delivery: VendorDelivery, secret: string) => number

const textOf = (value: string | string[] | undefined) => String(value ?? '')

const equal = (a: string, b: string) =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))

/** Whether the answers are those of such a form: an answer, or a sample of one. */
const areAnswers = (answers: Record<string, unknown>) =>
  typeof answers.stars === 'number' && answers.mood === 'good'

export const vendors = {
  embeddable({ body, headers }, secret) {
    const expected = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
    if (!equal(textOf(headers['x-signature']), expected)) return 401
    return areAnswers(JSON.parse(body.toString('utf8'))) ? 200 : 400
  },

  widgetjar({ body, headers }, secret) {
    if (headers['content-type'] !== 'application/json') return 415
    const expected = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
    const signature = Buffer.from(textOf(headers['x-widgetjar-signature']))
    if (signature.length !== expected.length || !timingSafeEqual(signature, Buffer.from(expected))) return 401
    return areAnswers(JSON.parse(String(body))) ? 204 : 400
  },

  workspace({ body, headers }, secret) {
    const given = Buffer.from(textOf(headers['x-signature']), 'hex')
    const computed = createHmac('sha256', secret).update(body).digest()
    if (given.length !== computed.length || !timingSafeEqual(given, computed)) return 401
    return areAnswers(JSON.parse(String(body))) ? 202 : 400
  },

  'ask-users'({ body, headers }, secret) {
    const payload = JSON.parse(body.toString())
    const expected = createHmac('sha256', secret).update(JSON.stringify(payload)).digest('hex')
    if (headers['x-webhook-signature'] !== expected) return 401
    if (!payload.event_id || Number.isNaN(Date.parse(payload.timestamp))) return 400
    const { data } = payload
    const isUnderstood =
      'survey' in data
        ? areAnswers(data.response.response_data) && data.survey.title === 'Happy?'
        : areAnswers(data.submission.submission_data) &&
          data.form.fields.some(({ name }: { name: string }) => name === 'stars')
    return isUnderstood ? 200 : 400
  },

  rateup({ body, headers }, secret) {
    const payload = JSON.parse(body.toString())
    const expected = createHmac('sha256', secret).update(JSON.stringify(payload)).digest('base64')
    if (headers['x-rateup-signature'] !== expected) return 401
    const triggeredAt = textOf(headers['x-rateup-triggered-at'])
    if (!headers['x-webhook-id'] || new Date(Date.parse(triggeredAt)).toISOString() !== triggeredAt)
      return 400
    const find = (type: string) => payload.responses.find((each: { type: string }) => each.type === type)
    const rating = find('Rating')
    const isUnderstood =
      areAnswers({ stars: rating?.response, mood: find('Smiley')?.response }) &&
      rating.title === 'stars?' &&
      ['tag', 'phone', 'language', 'createdAt', 'teamId', 'surveyId'].every((name) => name in payload)
    return isUnderstood ? 200 : 400
  },

  'standard-webhooks'({ body, headers }, secret) {
    const base64 = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret)?.[1]
    const key = base64 ? Buffer.from(base64, 'base64') : secret
    const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
    const expected = `v1,${createHmac('sha256', key).update(content).digest('base64')}`
    const signatures = textOf(headers['webhook-signature']).split(' ')
    return signatures.some((signature) => equal(signature, expected)) ? 200 : 401
  },
} satisfies Record<string, VendorReceiver>

export const vendorNames = Object.keys(vendors) as (keyof typeof vendors)[]
