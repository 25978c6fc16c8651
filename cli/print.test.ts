import type { DeliverySummary } from '@fieldpost/shared/resources.ts'
import { describe, expect, it } from 'vitest'
import { createPrinter, hasColors } from './print.ts'

const item = {
  deliveryId: 'dlv_1',
  claim: 'c',
  eventId: 'evt_1',
  eventType: 'form.submission.created',
  attempt: 2,
  request: { method: 'POST', headers: {}, body: '{"name":"Ada"}', timeoutMs: 1_000 },
}
const told = { status: 200, headers: {}, body: 'ok', truncated: false, durationMs: 12 }
const result: DeliverySummary = {
  id: 'dlv_1',
  webhookId: 'whk_1',
  eventId: 'evt_1',
  eventType: 'form.submission.created',
  submissionId: null,
  state: 'succeeded',
  attempts: 2,
  lastStatus: 200,
  lastError: null,
  dueAt: null,
  createdAt: '2026-01-01T00:00:00.000Z',
}
const noon = new Date(2026, 0, 1, 12, 0, 5)

function printed(run: (printer: ReturnType<typeof createPrinter>) => void, look: object = {}): string {
  let output = ''
  const write = (text: string) => {
    output += text
  }
  run(createPrinter({ write, colors: false, verbose: false, now: () => noon, ...look }))
  return output
}

describe('a delivery', () => {
  it('is one line', () => {
    expect(printed((print) => print.delivered(item, told, result))).toBe(
      '12:00:05  form.submission.created  evt_1  attempt 2  200  12 ms\n',
    )
  })

  it('that did not arrive says what becomes of it', () => {
    const again = {
      ...result,
      state: 'pending' as const,
      dueAt: new Date(2026, 0, 1, 12, 1, 5).toISOString(),
    }
    const broken = { error: 'Nothing is there.', headers: {}, body: '', truncated: false, durationMs: 1 }
    expect(printed((print) => print.delivered(item, broken, again))).toContain(
      'error  1 ms\n          Nothing is there. It is tried again at 12:01:05.\n',
    )
    const spent = { ...result, state: 'failed' as const, lastError: 'The receiver replied 400.' }
    expect(printed((print) => print.delivered(item, { ...told, status: 400 }, spent))).toContain(
      '400  12 ms\n          The receiver replied 400.\n',
    )
    expect(printed((print) => print.delivered(item, told, 'Not recorded: too late'))).toContain(
      '\n          Not recorded: too late\n',
    )
  })

  it('shows bodies when asked to, and no escape sequence or turned text of theirs', () => {
    const evil = { ...item, request: { ...item.request, body: '{"name":"\u001b[2J\u202eadA\u009b1m"}' } }
    const output = printed((print) => print.delivered(evil, { ...told, body: 'two\nlines\r' }, result), {
      verbose: true,
    })
    expect(output).toContain('          > {"name":"\\u001b[2J\\u202eadA\\u009b1m"}\n')
    expect(output).toContain('          < two\n          lines\\u000d\n')
  })
})

it('colours for who looks, and for nobody else', () => {
  expect(hasColors(true, {})).toBe(true)
  expect(hasColors(false, {})).toBe(false)
  expect(hasColors(true, { NO_COLOR: '1' })).toBe(false)
  expect(hasColors(true, { TERM: 'dumb' })).toBe(false)
  expect(hasColors(false, { FORCE_COLOR: '1' })).toBe(true)
  const output = printed((print) => print.delivered(item, told, result), { colors: true })
  expect(output).toContain('\u001b[32m200\u001b[0m')
})
