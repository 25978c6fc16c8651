/** What a visitor sends and what a receiver gets: the same values, and the same bytes however often they are sent. */
import type { DefinitionInput } from '@fieldpost/shared/form.ts'
import { limits } from '@fieldpost/shared/limits.ts'
import type { Delivery, List } from '@fieldpost/shared/resources.ts'
import {
  type BodyFormat,
  bodyFormats,
  type ContentType,
  contentTypes,
} from '@fieldpost/shared/webhook/body.ts'
import { type SignatureStyle, signatureStyles, styleNames } from '@fieldpost/shared/webhook/signature.ts'
import { verify } from '@fieldpost/shared/webhook/verify.ts'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { makeApp, makeForm, textField } from '../test/make.ts'
import { type Receiver, startReceiver } from '../test/receiver.ts'

/** Forms, each with one submission to several webhooks; fewer on a machine that would take longer for them. */
const FORMS = 40
const PATIENCE_MS = 10_000
/** Attempts that the receiver refuses of each delivery. */
const REFUSED = 2

// --- forms and answers that JSON, JavaScript or an encoding might treat in a way of its own

const odd = [
  '[',
  '{"',
  '"',
  '\\',
  '\u2028',
  '\u2029',
  '\0',
  '\ud800',
  '\udc00',
  '😀',
  '%5B',
  '&=+',
  '</script>',
  'é',
]
const oneLine = fc
  .oneof(
    fc.array(fc.nat(0xffff), { maxLength: 12 }).map((units) => String.fromCharCode(...units)),
    fc
      .tuple(fc.constantFrom(...odd), fc.integer({ min: 1, max: 60 }))
      .map(([part, times]) => part.repeat(times)),
    fc.array(fc.constantFrom(...odd, 'a', ' '), { maxLength: 20 }).map((parts) => parts.join('')),
    fc.constantFrom('__proto__', 'constructor', 'null', '-0', '007', 'a[b]', 'a.b'),
  )
  .map((text) => text.replaceAll(/[\r\n]/g, ' '))
  .filter((text) => text.trim() !== '')
const short = oneLine.filter((text) => text.length <= limits.addressLength)
const deep = fc
  .tuple(fc.constantFrom(...odd), fc.integer({ min: 1, max: 1_500 }))
  .map(([part, times]) => `${part.repeat(times)}\r\n.`)
const label = oneLine.map((text) => `${text}?`)
const choices = (least: number) =>
  fc
    .uniqueArray(
      oneLine.map((text) => text.trim()),
      { minLength: least, maxLength: 4 },
    )
    .map((values) => values.map((value) => ({ value, label: value })))
const name = fc.oneof(
  fc.constantFrom('1', '0', '007', '4294967294', '4294967295', '9007199254740993', '1e3', 'a.b', 'a-b'),
  fc.constantFrom('constructor', 'toString', 'valueOf', 'hasOwnProperty', 'toJSON', 'then', 'length', 'name'),
  fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,8}$/),
)
const number = fc.oneof(
  fc.constantFrom(
    '-0',
    '-0.0',
    '9007199254740993',
    '1e21',
    '1E2',
    '5e-324',
    '-1.7976931348623157e308',
    '0.1',
  ),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
)

type FieldInput = DefinitionInput['pages'][number]['fields'][number]

/** A field's settings, and an answer as the JSON that a visitor sends. */
interface Asked {
  settings: { kind: string } & Record<string, unknown>
  answer: string
}
const asked = <Answer>(kind: string, answer: fc.Arbitrary<Answer>): fc.Arbitrary<Asked> =>
  answer.map((answer) => ({ settings: { kind }, answer: JSON.stringify(answer) }))
const chosen = (kind: string, choose: (values: string[]) => unknown): fc.Arbitrary<Asked> =>
  choices(1).map((options) => ({
    settings: { kind, options },
    answer: JSON.stringify(choose(options.map(({ value }) => value))),
  }))

const matrix: fc.Arbitrary<Asked> = fc.tuple(choices(1), choices(2)).map(([rows, columns]) => ({
  settings: { kind: 'matrix', rows, columns },
  answer: JSON.stringify(
    Object.fromEntries(rows.map(({ value }, index) => [value, columns[index % columns.length]?.value])),
  ),
}))
const field = fc.oneof(
  asked('text', oneLine),
  asked('long-text', fc.oneof(oneLine, deep)),
  asked('hidden', oneLine),
  number.map((answer) => ({ settings: { kind: 'number' }, answer })),
  asked('rating', fc.integer({ min: 1, max: 5 })),
  asked('yes-no', fc.boolean()),
  chosen('single-choice', ([first]) => first),
  chosen('dropdown', (values) => values.at(-1)),
  chosen('multiple-choice', (values) => values),
  chosen('ranking', (values) => values.toReversed()),
  matrix,
  asked('address', fc.record({ line1: short, city: short, postcode: short, country: short })),
)
const form = fc.record({
  title: short,
  kind: fc.constantFrom('form', 'survey'),
  fields: fc
    .uniqueArray(fc.tuple(name, label, field), { minLength: 1, maxLength: 6, selector: ([name]) => name })
    .map((fields) =>
      fields.map(([name, label, { settings, answer }]) => ({ name, label, settings, answer })),
    ),
})
const secret = fc.constantFrom('a secret', 'ключ 🔑', 'whsec_c2VjcmV0IHNlY3JldCBzZWNyZXQ=', ' spaces around ')
const webhooks = fc.tuple(
  ...contentTypes.flatMap((contentType) =>
    bodyFormats.map((format) =>
      fc.record({
        contentType: fc.constant(contentType),
        format: fc.constant(format),
        style: fc.constantFrom(...styleNames),
        secret,
      }),
    ),
  ),
)

test('a receiver gets the same bytes on every attempt, which hold what was answered and verify', {
  timeout: 60_000,
}, async () => {
  const { clock, worker, store, call, get, publish, addWebhook } = makeApp({ allow: '127.0.0.1' })
  const receiver = await startReceiver()
  onTestFinished(() => receiver.close())
  const arrived = refuseAtFirst(receiver)
  worker.start()
  const end = performance.now() + PATIENCE_MS

  await fc.assert(
    fc.asyncProperty(form, webhooks, async ({ title, kind, fields }, webhooks) => {
      if (performance.now() > end) return
      const asked = fields.map(({ name, label, settings }, index) => ({
        ...settings,
        id: `f${index}`,
        name,
        label,
      }))
      // A form of hidden fields alone is none.
      const definition = makeForm({ fields: [...(asked as FieldInput[]), textField('unanswered')] })
      const { id: formId } = await publish('ada', definition, { title, kind })
      const made: (Sent & { id: string; path: string })[] = []
      for (const { style, ...webhook } of webhooks) {
        const { header } = signatureStyles[style]
        const { id } = await addWebhook('ada', formId, {
          ...webhook,
          url: `${receiver.url}/${made.length}`,
          signature: { header, style },
          retry: { maxAttempts: 9, schedule: [1] },
        })
        made.push({ ...webhook, style, id, path: `/${made.length}` })
      }
      const answers = `{${fields.map(({ name, answer }) => `${JSON.stringify(name)}:${answer}`).join()}}`
      const taken = await call(`POST /v1/forms/${formId}/submissions`, { body: `{"answers":${answers}}` })
      expect(`${taken.status} ${await taken.text()}`).toMatch(/^201 /)

      const rows = async () => {
        const lists = made.map(({ id }) => store.listDeliveries('wsp_ada', id, {}, { limit: 10 }))
        return (await Promise.all(lists)).flatMap(({ items }) => items)
      }
      await expect
        .poll(
          async () => {
            const all = await rows()
            // Only once what has come is on record is the next attempt due by the clock.
            const isWaiting = all.every(({ eventId, webhookId, attempts }) => {
              const path = made.find(({ id }) => id === webhookId)?.path ?? ''
              return arrived(path, eventId).length === attempts
            })
            if (isWaiting) clock.advance(2_000)
            worker.wake()
            return all.map(({ state }) => state)
          },
          { interval: 2, timeout: 20_000 },
        )
        .toEqual(made.map(() => 'succeeded'))

      // As a visitor's JSON is read, in the order of the form.
      const values: [string, unknown][] = fields.map(({ name, answer }) => [name, JSON.parse(answer)])
      for (const { id, path, format, contentType, style, secret } of made) {
        const { items } = await get<List<{ id: string }>>(`GET /api/webhooks/${id}/deliveries`, { as: 'ada' })
        const log = await get<Delivery>(`GET /api/deliveries/${items[0]?.id}`, { as: 'ada' })
        const requests = arrived(path, log.eventId)
        expect(requests.length).toBeGreaterThan(REFUSED)
        expect(log.attemptList).toHaveLength(requests.length)
        for (const { body, headers } of requests) {
          expect(body.equals(Buffer.from(log.body)), 'the bytes are those of the log').toBe(true)
          await expectVerified(body, headers, style, secret)
          if (contentType === 'application/json')
            await expectVerified(JSON.stringify(JSON.parse(String(body))), headers, style, secret)
        }
        expectAnswers(log.body, format, contentType, values)
      }
    }),
    { numRuns: FORMS },
  )
})

/** How a webhook sends. */
interface Sent {
  contentType: ContentType
  format: BodyFormat
  style: SignatureStyle
  secret: string
}

/** Refuses each delivery some times; gives what came of one. */
function refuseAtFirst(receiver: Receiver) {
  const all = new Map<string, Receiver['requests'][number][]>()
  const arrived = (path: string, id: string) => all.get(`${path} ${id}`) ?? []
  receiver.replyWith((request) => {
    const key = `${request.path} ${request.headers['x-webhook-id']}`
    const before = all.get(key) ?? []
    all.set(key, [...before, request])
    return { status: before.length < REFUSED ? 503 : 200 }
  })
  return arrived
}

/** By the webhook's own style, and by the headers of Standard Webhooks that go along. */
async function expectVerified(
  body: string | Uint8Array,
  headers: Receiver['requests'][number]['headers'],
  style: SignatureStyle,
  secret: string,
) {
  const delivery = { body, headers, secret, toleranceSeconds: Number.POSITIVE_INFINITY }
  expect(await verify({ ...delivery, style })).toEqual({ valid: true })
  expect(await verify({ ...delivery, style: 'standard' })).toEqual({ valid: true })
}

/** The body holds the answers and none else, as the webhook's format has them. */
function expectAnswers(
  body: string,
  format: BodyFormat,
  contentType: ContentType,
  values: [string, unknown][],
) {
  if (contentType === 'application/x-www-form-urlencoded') {
    const pairs = new URLSearchParams(body)
    // What a reader finds who knows the names of the fields.
    const count = (value: unknown) =>
      typeof value === 'object' && value !== null ? Object.keys(value).length : 1
    if (format === 'fields') expect(pairs.size).toBe(values.reduce((sum, [, value]) => sum + count(value), 0))
    const prefix = { fields: '', event: findPrefix(pairs), responses: 'responses' }[format]
    values.forEach(([name, value], index) => {
      const key =
        format === 'responses' ? `${prefix}[${index}][response]` : prefix ? `${prefix}[${name}]` : name
      if (typeof value !== 'object' || value === null) expect(pairs.getAll(key)).toEqual([written(value)])
      else if (Array.isArray(value)) expect(pairs.getAll(key)).toEqual(value.map(written))
      else
        for (const [part, text] of Object.entries(value)) {
          const same = Object.entries(value).filter(([other]) => written(other) === written(part))
          expect(pairs.getAll(`${key}[${written(part)}]`)).toEqual(same.map(([, text]) => written(text)))
          expect(same.map(([, text]) => text)).toContain(text)
        }
    })
    return
  }
  const parsed = JSON.parse(body)
  expect(JSON.stringify(parsed)).toBe(body)
  if (format === 'fields') expect(body).toBe(JSON.stringify(Object.fromEntries(values)))
  else if (format === 'event') {
    const { response, submission } = parsed.data
    const sent = response?.response_data ?? submission?.submission_data
    expect(JSON.stringify(sent)).toBe(JSON.stringify(Object.fromEntries(values)))
  } else {
    const sent = parsed.responses.map(({ response }: { response: unknown }) => response)
    expect(JSON.stringify(sent)).toBe(JSON.stringify(values.map(([, value]) => value)))
  }
}

/** A form-urlencoded text has no half surrogate pairs, and no -0. */
const written = (value: unknown) => String(value).toWellFormed()

const findPrefix = (pairs: URLSearchParams) =>
  pairs.get('event_type') === 'survey.response.created'
    ? 'data[response][response_data]'
    : 'data[submission][submission_data]'
