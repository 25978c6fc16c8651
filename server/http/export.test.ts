import type { Submission } from '@fieldpost/shared/resources.ts'
import { describe, expect, it } from 'vitest'
import type { Page } from '../store/rows.ts'
import type { Column } from './columns.ts'
import { csvOf, jsonLinesOf } from './export.ts'

const makeSubmission = (answers: Record<string, unknown>, index = 1): Submission => ({
  id: `sub_${index}`,
  formId: 'form',
  version: 1,
  status: 'completed',
  answers,
  context: {},
  createdAt: '2026-01-15T12:00:00.000Z',
})

/** Hands them out as a store would, in parts of two whatever is asked for. */
const partsOf = (all: Submission[]) => async (page: Page) => {
  const from = Number(page.cursor ?? 0)
  const to = from + 2
  return { items: all.slice(from, to), next: to < all.length ? String(to) : null }
}

async function text(parts: AsyncIterable<string>): Promise<string> {
  let all = ''
  for await (const part of parts) all += part
  return all
}
const plain = (name: string): Column => ({ header: name, name, part: undefined })
const csvCell = async (value: unknown) => {
  const csv = await text(csvOf([plain('a')], partsOf([makeSubmission({ a: value })])))
  return csv.split('\r\n').slice(1).join('\r\n').slice('sub_1,2026-01-15T12:00:00.000Z,completed,'.length, -2)
}

describe('a cell of the CSV', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['=HYPERLINK("http://evil.example";"x")', `"'=HYPERLINK(""http://evil.example"";""x"")"`],
    ['+1 555 0100', "'+1 555 0100"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', `"'\r=1"`],
    ['＝1+1', "'＝1+1"],
    [['=a', 'b'], `"'=a, b"`],
  ])('is no formula: %j', async (value, cell) => {
    expect(await csvCell(value)).toBe(cell)
  })

  it.each([
    [-5, '-5'],
    [0, '0'],
    [true, 'true'],
    [false, 'false'],
    [['x', 'y'], '"x, y"'],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['one\ntwo', '"one\ntwo"'],
    ['one\rtwo', '"one\rtwo"'],
    ['Zoë 💐', 'Zoë 💐'],
    [undefined, ''],
    [null, ''],
  ])('holds %j as %s', async (value, cell) => {
    expect(await csvCell(value)).toBe(cell)
  })
})

it('gives each submission a line, with a column for each field in their order', async () => {
  const all = [
    makeSubmission({ b: 1, a: 'x' }, 1),
    makeSubmission({ a: 'y' }, 2),
    makeSubmission({ c: 'gone' }, 3),
  ]
  expect(await text(csvOf(['a', 'b'].map(plain), partsOf(all)))).toBe(
    [
      'id,created,status,a,b',
      'sub_1,2026-01-15T12:00:00.000Z,completed,x,1',
      'sub_2,2026-01-15T12:00:00.000Z,completed,y,',
      'sub_3,2026-01-15T12:00:00.000Z,completed,,',
      '',
    ].join('\r\n'),
  )
})

it('takes no answer from the prototype', async () => {
  expect(await text(csvOf(['constructor', 'a'].map(plain), partsOf([makeSubmission({ a: 'x' })])))).toContain(
    'Z,completed,,x\r\n',
  )
})

it('begins with a byte order mark when that is asked for, and only then', async () => {
  expect(await text(csvOf([], partsOf([]), { mark: true }))).toBe('\uFEFFid,created,status\r\n')
  expect(await text(csvOf([], partsOf([])))).toBe('id,created,status\r\n')
})

it('gives each submission a line of JSON', async () => {
  const all = [1, 2, 3].map((index) => makeSubmission({ a: 'line\nbreak' }, index))
  const lines = (await text(jsonLinesOf(partsOf(all)))).trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line))).toEqual(all)
})

it('lets everybody else have a turn after each part', async () => {
  const all = Array.from({ length: 6 }, (_, index) => makeSubmission({}, index))
  let turns = 0
  let exporting = true
  const others = () => {
    if (!exporting) return
    turns++
    setImmediate(others)
  }
  setImmediate(others)
  await text(jsonLinesOf(partsOf(all)))
  exporting = false
  expect(turns).toBeGreaterThanOrEqual(2)
})
