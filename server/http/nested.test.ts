import type { DefinitionInput } from '@fieldpost/shared/form.ts'
import type { Delivery, DeliverySummary, List, Submission } from '@fieldpost/shared/resources.ts'
import { expect, it } from 'vitest'
import { makeApp, makeForm } from '../test/make.ts'

type Field = DefinitionInput['pages'][number]['fields'][number]

const listOf = (...values: string[]) => values.map((value) => ({ value, label: `The ${value}` }))

/** Names and values at which objects stumble: those that look like numbers, and what every object has. */
const fields: Field[] = [
  { id: 'a', name: '10', kind: 'text', label: 'Ten' },
  {
    id: 'b',
    name: 'grid',
    kind: 'matrix',
    label: 'Grid',
    rows: listOf('2', '1', '__proto__', 'a b'),
    columns: listOf('x', 'y'),
  },
  { id: 'c', name: 'home', kind: 'address', label: 'Home', parts: ['line1', 'city'] },
  { id: 'd', name: 'rank', kind: 'ranking', label: 'Rank', options: listOf('x', 'y', 'z'), top: 2 },
  { id: 'e', name: 'own', kind: 'multiple-choice', label: 'Own', options: listOf('x', 'y'), other: true },
]
const answers = `{"own":["x","my own"],"rank":["z","x"],"home":{"city":"Bath","line1":"1 High Street"},"grid":{"2":"x","__proto__":"y","a b":"x"},"10":"ten"}`

async function delivered(settings: object) {
  const { publish, addWebhook, get, call } = makeApp()
  const form = await publish('ada', makeForm({ fields }))
  const webhook = await addWebhook('ada', form.id, settings)
  const sent = await call(`POST /v1/forms/${form.id}/submissions`, { body: `{"answers":${answers}}` })
  expect(sent.status).toBe(201)
  const { items } = await get<List<DeliverySummary>>(`GET /api/webhooks/${webhook.id}/deliveries`, {
    as: 'ada',
  })
  const { body } = await get<Delivery>(`GET /api/deliveries/${items[0]?.id}`, { as: 'ada' })
  const csv = await (await call(`GET /api/forms/${form.id}/submissions.csv`, { as: 'ada' })).text()
  const lines = await (await call(`GET /api/forms/${form.id}/submissions.jsonl`, { as: 'ada' })).text()
  return { body, csv, lines }
}

it.each(['fields', 'event', 'responses'])(
  'answers of parts stay canonical in the format %s',
  async (format) => {
    const { body } = await delivered({ format })
    expect(JSON.stringify(JSON.parse(body))).toBe(body)
    expect(body).toContain('{"2":"x","__proto__":"y","a b":"x"}')
    expect(body).toContain('["x","my own"]')
  },
)

it('answers of parts are nested names in a form', async () => {
  const { body } = await delivered({ contentType: 'application/x-www-form-urlencoded' })
  expect([...new URLSearchParams(body)].toSorted()).toEqual(
    [
      ['10', 'ten'],
      ['grid[2]', 'x'],
      ['grid[__proto__]', 'y'],
      ['grid[a b]', 'x'],
      ['home[city]', 'Bath'],
      ['home[line1]', '1 High Street'],
      ['rank', 'z'],
      ['rank', 'x'],
      ['own', 'x'],
      ['own', 'my own'],
    ].toSorted(),
  )
})

it('answers of parts have columns of their own in CSV, and are what they are in JSON lines', async () => {
  const { csv, lines } = await delivered({})
  const [head = '', row = ''] = csv.split('\r\n')
  expect(head).toBe(
    'id,created,status,10,grid.2,grid.1,grid.__proto__,grid.a b,home.line1,home.city,rank,own',
  )
  expect(row).toMatch(/,completed,ten,x,,y,x,1 High Street,Bath,"z, x","x, my own"$/)
  const { answers: stored } = JSON.parse(lines) as Submission
  expect(JSON.stringify(stored.grid)).toBe('{"2":"x","__proto__":"y","a b":"x"}')
})
