import type { List } from '@fieldpost/shared/resources.ts'

/**
 * A list, newest first, of which the newest part was read again: what is known is renewed, what is new comes first,
 * and older parts that were loaded stay.
 */
export function withNewest<Item extends { id: string }>(shown: List<Item>, fresh: List<Item>): List<Item> {
  // Nothing older was loaded: the fresh part is all there is to show, and what left it is gone.
  if (fresh.next === null || shown.items.length <= fresh.items.length) return fresh
  const renewed = new Map(fresh.items.map((item) => [item.id, item]))
  const known = new Set(shown.items.map(({ id }) => id))
  return {
    items: [
      ...fresh.items.filter(({ id }) => !known.has(id)),
      ...shown.items.map((item) => renewed.get(item.id) ?? item),
    ],
    next: shown.next,
  }
}
