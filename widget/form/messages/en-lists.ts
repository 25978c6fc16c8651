/** The words of kinds with a list in English. */
import type { ListWords } from './words.ts'

export const enLists: ListWords = {
  ranking: {
    all: 'Move these into your order.',
    top: 'Move your top {n} to the top, in your order.',
    keep: 'Keep this order',
    up: 'Move {n} up',
    down: 'Move {n} down',
    placed: '{it}: {n} of {of}',
  },
}
