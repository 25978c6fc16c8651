import { expect, it } from 'vitest'
import { everything, filterOf, localMoment, momentOf, queryOf } from './log-filter.ts'

it('comes back from an address as it went into it', () => {
  const filter = {
    state: 'failed',
    event: 'webhook.test',
    status: '5xx',
    from: '2026-01-15T12:00:00.000Z',
    to: '2026-01-16T12:00:00.000Z',
    q: 'sub_0199 & more',
  }
  expect(filterOf(`/forms/f/integrations/w${queryOf(filter)}`)).toEqual(filter)
  expect(queryOf(everything)).toBe('')
  expect(filterOf('/forms/f/integrations/w')).toEqual(everything)
})

it('reads what it does not know as nothing', () => {
  expect(filterOf('/?state=lost&event=form.opened&status=6xx&from=yesterday&to=&q=&other=1')).toEqual(
    everything,
  )
  expect(filterOf('/?status=503&q=%20evt_1%20')).toMatchObject({ status: '503', q: 'evt_1' })
})

it("gives a moment in the owner's zone, and takes it back", () => {
  const moment = '2026-01-15T12:30:00.000Z'
  expect(momentOf(localMoment(moment))).toBe(moment)
  expect(localMoment('')).toBe('')
  expect(momentOf('')).toBe('')
})
