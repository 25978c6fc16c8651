/** Cursors: the id of the last row shown. Ids of listed rows sort by time, so nothing is skipped or shown twice. */
import type { Page, Part } from '../store.ts'

/** Cuts one more row than asked for into a part and its cursor; `limit + 1` rows are to be queried. */
export function partOf<Row extends { id: string }>(rows: Row[], { limit }: Page): Part<Row> {
  const items = rows.slice(0, limit)
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}
