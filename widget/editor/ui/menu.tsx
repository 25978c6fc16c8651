/** A button that opens a few actions. Arrow keys go through them; the popover closes by itself elsewhere. */
import { EllipsisVertical, type IconNode } from 'lucide'
import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { Icon } from './icon.tsx'

type MenuItem =
  | { label: string; icon: IconNode; run: () => void; danger?: boolean; disabled?: boolean }
  | { label: string; icon: IconNode; href: string }

interface MenuProps {
  /** What the menu is about: "Actions for Contact form". */
  label: string
  items: readonly MenuItem[]
  /** What the button shows; three dots otherwise. */
  children?: ComponentChildren
  /** Above the items. */
  head?: ComponentChildren
}

/** Space between the button and its menu, and the edge of the window, in CSS pixels. */
const GAP = 6

export function Menu({ label, items, children, head }: MenuProps) {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const list = useRef<HTMLDivElement>(null)

  const entries = () => [
    ...(list.current?.querySelectorAll<HTMLElement>('[role=menuitem]:not(:disabled)') ?? []),
  ]

  function place() {
    if (!button.current || !list.current) return
    const from = button.current.getBoundingClientRect()
    const { offsetWidth: width, offsetHeight: height } = list.current
    const below = from.bottom + GAP + height <= innerHeight || from.top < height + GAP
    const left = Math.max(GAP, Math.min(from.right - width, innerWidth - width - GAP))
    list.current.style.setProperty('left', `${left}px`)
    list.current.style.setProperty('top', `${below ? from.bottom + GAP : from.top - GAP - height}px`)
  }

  // What is placed in the window is out of place in another.
  useEffect(() => {
    const close = () => list.current?.hidePopover()
    window.addEventListener('resize', close)
    return () => window.removeEventListener('resize', close)
  }, [])

  function onKeyDown(event: KeyboardEvent) {
    const all = entries()
    const at = all.indexOf(document.activeElement as HTMLElement)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key]
    if (event.key === 'Tab') list.current?.hidePopover()
    if (to === undefined) return
    event.preventDefault()
    all.at(to % all.length)?.focus()
  }

  return (
    <>
      <button
        ref={button}
        type="button"
        class={children ? 'menu-button' : 'icon-button'}
        aria-label={children ? undefined : label}
        aria-haspopup="menu"
        popovertarget={id}
        title={children ? undefined : label}
      >
        {children ?? <Icon of={EllipsisVertical} />}
      </button>
      <div
        ref={list}
        id={id}
        popover="auto"
        class="menu"
        role="menu"
        tabIndex={-1}
        aria-label={label}
        onKeyDown={onKeyDown}
        onToggle={(event) => {
          if (event.newState !== 'open') return
          place()
          entries()[0]?.focus()
        }}
      >
        {head}
        {items.map((item) =>
          'href' in item ? (
            <a key={item.label} role="menuitem" class="menu-item" href={item.href}>
              <Icon of={item.icon} />
              {item.label}
            </a>
          ) : (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              class={item.danger ? 'menu-item menu-item-danger' : 'menu-item'}
              disabled={item.disabled}
              onClick={() => {
                list.current?.hidePopover()
                item.run()
              }}
            >
              <Icon of={item.icon} />
              {item.label}
            </button>
          ),
        )}
      </div>
    </>
  )
}
