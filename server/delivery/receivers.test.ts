/** Each vendor's receivers, fed with deliveries of its preset whose answers serialisers trip over. */
import { renderBody } from '@fieldpost/shared/webhook/body.ts'
import { makeEvent, makeEventField, makeEventSubmission } from '@fieldpost/shared/webhook/make.ts'
import { presets } from '@fieldpost/shared/webhook/presets.ts'
import { describe, expect, test } from 'vitest'
import { type VendorDelivery, vendorNames, vendors } from '../test/vendors.ts'
import { signedHeaders } from './sign.ts'

const secret = 'whsec_a secret that the owner chose'

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

function deliver(presetId: string, kind: 'form' | 'survey' = 'survey'): VendorDelivery {
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

test('there is a receiver for every preset', () => {
  expect(vendorNames).toEqual(presets.map((preset) => preset.id))
})

describe.each(Object.entries(vendors))('a receiver written for %s', (preset, receive) => {
  test.each(['form', 'survey'] as const)('takes the deliveries of a %s', (kind) => {
    const status = receive(deliver(preset, kind), secret)
    expect(status).toBeGreaterThanOrEqual(200)
    expect(status).toBeLessThan(300)
  })

  test('refuses a delivery that was changed on its way', () => {
    const { body, headers } = deliver(preset)
    const changed = Buffer.from(body.toString().replace('good', 'evil'))
    expect(receive({ body: changed, headers }, secret)).toBe(401)
  })
})
