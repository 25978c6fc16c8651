/** Submissions as CSV and as JSON lines, streamed: only a part of them is in memory, however many there are. */
import { setImmediate } from 'node:timers/promises'
import type { Submission } from '@fieldpost/shared/resources.ts'
import { stringify } from 'csv-stringify/sync'
import type { Page, Part } from '../store/rows.ts'
import { type Column, cellOf } from './columns.ts'

/** Rows read at once: some 5 ms of the event loop, which visitors need in between. */
const PART = 500
/** Tells Excel that a CSV is UTF-8; every other program would rather be without. */
const BYTE_ORDER_MARK = '\uFEFF'

type ReadPart<Row> = (page: Page) => Promise<Part<Row>>

interface CsvOptions {
  /** Begins with a byte order mark. */
  mark?: boolean
  /** Where an upload is to be had, by its id. */
  addressOf?: (uploadId: string) => string
}

/**
 * CSV with a header line: id, created, status, then these columns. A cell that a spreadsheet would take for a formula
 * gets a `'` in front.
 */
export async function* csvOf(
  columns: readonly Column[],
  read: ReadPart<Submission>,
  { mark = false, addressOf = (id) => id }: CsvOptions = {},
): AsyncGenerator<string> {
  const headers = columns.map(({ header }) => header)
  yield (mark ? BYTE_ORDER_MARK : '') + csvLines([['id', 'created', 'status', ...headers]])
  for await (const items of partsOf(read)) {
    yield csvLines(
      items.map(({ id, createdAt, status, answers }) => [
        id,
        createdAt,
        status,
        ...columns.map((column) => cellOf(column, answers, addressOf)),
      ]),
    )
  }
}

/** One JSON object in a line for each submission, as the list shows it. */
export async function* jsonLinesOf(read: ReadPart<Submission>): AsyncGenerator<string> {
  for await (const items of partsOf(read)) {
    yield items.map((submission) => `${JSON.stringify(submission)}\n`).join('')
  }
}

/**
 * All rows, part by part, with a turn for everybody else after each: awaiting a store that answers at once lets
 * nobody in between, and 150,000 rows would hold the relay for a second.
 */
export async function* partsOf<Row>(read: ReadPart<Row>): AsyncGenerator<Row[]> {
  let cursor: string | undefined
  for (;;) {
    const { items, next } = await read({ limit: PART, cursor })
    if (items.length > 0) yield items
    if (next === null) return
    cursor = next
    await setImmediate()
  }
}

/** RFC 4180: lines end with CR LF. */
const csvLines = (rows: (string | number)[][]) =>
  stringify(rows, { escape_formulas: true, record_delimiter: 'windows', quoted_match: /[\r\n]/ })
