/**
 * Cursors: the id of the last row shown, where ids sort by time, or its moment and its id to break ties; so nothing is
 * skipped or shown twice.
 */
import { type AnyColumn, type SQL, sql } from 'drizzle-orm'
import type { Page, Part } from '../rows.ts'

/** Cuts one more row than asked for into a part and its cursor; `limit + 1` rows are to be queried. */
function partOf<Row extends { id: string }>(rows: Row[], { limit }: Page): Part<Row> {
  const items = rows.slice(0, limit)
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}

/** The same where ids do not sort by time. */
export function partByMoment<Row extends { id: string; createdAt: number }>(
  rows: Row[],
  page: Page,
): Part<Row> {
  const { items, next } = partOf(rows, page)
  const last = items.at(-1)
  return { items, next: next && last ? `${last.createdAt}.${last.id}` : null }
}

/** Lets through what comes after a part that `partByMoment` made. */
export function momentCursor(
  { cursor }: Page,
  table: { createdAt: AnyColumn; id: AnyColumn },
): SQL | undefined {
  const [, moment, id] = /^(\d+)\.(.*)$/.exec(cursor ?? '') ?? []
  return moment ? sql`(${table.createdAt}, ${table.id}) < (${Number(moment)}, ${id})` : undefined
}
