/**
 * Reordering by pointer: mouse, pen and finger. Lists carry `data-sort-list` (their id) and `data-sort-group`; items
 * carry `data-sort-item`. Items can move to any list of their group. Who uses the keyboard moves things otherwise.
 */

/** Movement before a press becomes a drag, in CSS pixels. */
const THRESHOLD = 5
/** How near to the window's edge scrolling begins, and how far it goes per frame, in CSS pixels. */
const EDGE = 60
const SCROLL = 12

export interface Drop {
  item: string
  list: string
  /** The place in the list, counted without the item itself. */
  index: number
}

interface Target {
  list: HTMLElement
  items: HTMLElement[]
  index: number
}

/** For a handle's pointerdown: follows the pointer until it is let go, and tells where the item was dropped. */
export function startDrag(down: PointerEvent, drop: (drop: Drop) => void) {
  const handle = down.currentTarget
  if (!(handle instanceof HTMLElement) || down.button !== 0) return
  const item = handle.closest<HTMLElement>('[data-sort-item]')
  const home = item?.closest<HTMLElement>('[data-sort-list]')
  if (!item || !home) return
  const group = home.dataset.sortGroup ?? ''
  const dragged = item
  let ghost: HTMLElement | null = null
  let target: Target | null = null
  let pointer = { x: down.clientX, y: down.clientY }
  let frame = 0
  const listening = new AbortController()
  const { signal } = listening

  function move(event: PointerEvent) {
    pointer = { x: event.clientX, y: event.clientY }
    const far = Math.hypot(pointer.x - down.clientX, pointer.y - down.clientY)
    if (!ghost && far < THRESHOLD) return
    ghost ??= lift(dragged)
    follow()
  }

  function follow() {
    if (!ghost) return
    ghost.style.setProperty('translate', `${pointer.x + 12}px ${pointer.y - 18}px`)
    mark(null)
    target = targetAt(pointer.y, group, dragged)
    mark(target)
    const by = pointer.y < EDGE ? -SCROLL : pointer.y > innerHeight - EDGE ? SCROLL : 0
    cancelAnimationFrame(frame)
    if (by !== 0) {
      frame = requestAnimationFrame(() => {
        scrollBy(0, by)
        follow()
      })
    }
  }

  function end(drops: boolean) {
    listening.abort()
    cancelAnimationFrame(frame)
    mark(null)
    ghost?.remove()
    delete dragged.dataset.sortDragged
    delete document.documentElement.dataset.sorting
    const list = target?.list.dataset.sortList
    const id = dragged.dataset.sortItem
    if (drops && ghost && target && list !== undefined && id !== undefined) {
      drop({ item: id, list, index: target.index })
    }
  }

  handle.setPointerCapture(down.pointerId)
  handle.addEventListener('pointermove', move, { signal })
  handle.addEventListener('pointerup', () => end(true), { signal })
  handle.addEventListener('pointercancel', () => end(false), { signal })
  document.addEventListener('keydown', (event) => event.key === 'Escape' && end(false), { signal })
}

/** A small copy that follows the pointer; the item itself stays where it is, faded. */
function lift(item: HTMLElement): HTMLElement {
  const ghost = document.createElement('div')
  ghost.className = 'sort-ghost'
  ghost.textContent = item.dataset.sortName ?? ''
  ghost.ariaHidden = 'true'
  document.body.append(ghost)
  item.dataset.sortDragged = ''
  document.documentElement.dataset.sorting = ''
  return ghost
}

/** The place in any list of the group that is nearest to a height in the window. */
function targetAt(y: number, group: string, dragged: HTMLElement): Target | null {
  const lists = [...document.querySelectorAll<HTMLElement>('[data-sort-list]')].filter(
    (list) => list.dataset.sortGroup === group,
  )
  const distance = (list: HTMLElement) => {
    const { top, bottom } = list.getBoundingClientRect()
    return y < top ? top - y : y > bottom ? y - bottom : 0
  }
  const list = lists.sort((a, b) => distance(a) - distance(b))[0]
  if (!list) return null
  const items = [...list.querySelectorAll<HTMLElement>('[data-sort-item]')].filter(
    (item) => item !== dragged && item.closest('[data-sort-list]') === list,
  )
  const index = items.filter((item) => {
    const { top, height } = item.getBoundingClientRect()
    return top + height / 2 < y
  }).length
  return { list, items, index }
}

/** Draws the line where the item would go. */
function mark(target: Target | null) {
  if (!target) {
    for (const marked of document.querySelectorAll<HTMLElement>('[data-sort-mark]'))
      delete marked.dataset.sortMark
    return
  }
  const next = target.items[target.index]
  const previous = target.items[target.index - 1]
  if (next) next.dataset.sortMark = 'before'
  else if (previous) previous.dataset.sortMark = 'after'
  else target.list.dataset.sortMark = 'inside'
}
