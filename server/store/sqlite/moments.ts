/** Where in the order of deliveries' ids a moment is. */
import type { Handle } from './store.ts'

/** Ids are made a moment before their rows are put down, and not quite in that order. */
const SLACK_MS = 60_000
/** The setting that holds the furthest moment from which the clock was ever set back. */
const SET_BACK_FROM = 'clock-set-back-from'
/** Before and after every id. */
const LEAST = ''
const MOST = '~'

/**
 * Rows lie in the order in which they were put down, so that some twenty of a million tell where a moment is, and no
 * index by time is needed. Gives bounds of ids, somewhat wider than asked for; no bound for no moment, nor for one
 * that the clock has been past before it was set back: until then, rows are not in the order of their moments.
 */
export function deliveryMoments({ client }: Pick<Handle, 'client'>) {
  const ends = client.prepare<[], { first: number | null; last: number | null }>(
    'SELECT (SELECT min(rowid) FROM deliveries) AS first, (SELECT max(rowid) FROM deliveries) AS last',
  )
  const atPlace = client.prepare<[place: number], { place: number; id: string; createdAt: number }>(
    'SELECT rowid AS place, id, created_at AS createdAt FROM deliveries WHERE rowid >= ? ORDER BY rowid LIMIT 1',
  )

  const setBackFrom = client.prepare<[], { moment: number }>(
    `SELECT CAST(value AS INTEGER) AS moment FROM settings WHERE name = '${SET_BACK_FROM}'`,
  )
  const isTwice = (moment: number) => moment <= (setBackFrom.get()?.moment ?? 0) + SLACK_MS

  /** The id of the first delivery, of whichever webhook, that was made at this moment or later. */
  function idAt(moment: number): string {
    const { first, last } = ends.get() ?? {}
    let low = first ?? 1
    let high = (last ?? 0) + 1
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      const row = atPlace.get(middle)
      if (!row || row.createdAt >= moment) high = middle
      else low = row.place + 1
    }
    return atPlace.get(low)?.id ?? MOST
  }

  return {
    /** Ids from this one on. */
    idFrom: (moment: number | undefined) =>
      moment === undefined || isTwice(moment) ? LEAST : idAt(moment - SLACK_MS),
    /** Ids before this one. */
    idUntil: (moment: number | undefined) =>
      moment === undefined || isTwice(moment) ? MOST : idAt(moment + SLACK_MS),
  }
}

/** Gives the function that notes, in a transaction that is open, from which moment the clock was set back. */
export function noteSetBack({ client }: Pick<Handle, 'client'>) {
  const note = client.prepare<{ moment: number }>(
    `INSERT INTO settings (name, value) VALUES ('${SET_BACK_FROM}', @moment) ON CONFLICT (name)
     DO UPDATE SET value = @moment WHERE CAST(value AS INTEGER) < @moment`,
  )
  return (moment: number) => void note.run({ moment })
}
