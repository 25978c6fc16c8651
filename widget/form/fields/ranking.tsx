import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import { placesOf, rankingFault } from '@fieldpost/shared/fields/ranking.ts'
import { inline } from '../inline.tsx'
import { fill } from '../messages/words.ts'
import { parts } from '../parts.ts'
import { inOrder } from './extra.ts'
import { Group, idOf, tied } from './frame.tsx'
import type { Kind } from './kind.ts'
import { holdOptions } from './multiple-choice.tsx'

/** The option that is being dragged; there is one pointer that does. */
let dragged: string | undefined

/** A label where no node can stand. */
const plain = (label: string) => parts.text?.plainText(label) ?? label

/** Nothing counts as the visitor's order before they have moved something, or said that it is right as it is. */
export const ranking: Kind<FieldOf<'ranking'>> = {
  fault: rankingFault,
  draw(props) {
    const { field, value, change, t } = props
    const places = placesOf(field)
    const ranked = (value as string[] | undefined) ?? []
    const all = inOrder(field, field.options)
    const order = [
      ...ranked.flatMap((value) => all.find((option) => option.value === value) ?? []),
      ...all.filter((option) => !ranked.includes(option.value)),
    ]

    /** Puts an option at a place, from 0; what has none yet comes to the last one at best. */
    function move(option: string, to: number, at: Element) {
      const from = order.findIndex(({ value }) => value === option)
      const place = Math.max(0, Math.min(from < places ? order.length - 1 : places - 1, to))
      if (place === from || (from >= places && to > from)) return
      const rest = order.map(({ value }) => value).filter((value) => value !== option)
      change([...rest.slice(0, place), option, ...rest.slice(place)].slice(0, places))
      const status = at.closest('fieldset')?.querySelector('[role=status]')
      const label = plain(order[from]?.label ?? '')
      if (status)
        status.textContent = fill(t.ranking.placed, place + 1, order.length).replace('{it}', () => label)
    }

    const step = (option: string, by: number) => (event: { currentTarget: HTMLElement }) => {
      const button = event.currentTarget
      move(option, order.findIndex(({ value }) => value === option) + by, button)
      // A node that is moved loses the focus.
      button.focus()
    }

    return (
      <Group {...props} clear hint={places < order.length ? fill(t.ranking.top, places) : t.ranking.all}>
        <ol
          class={value === undefined ? 'options ranking open' : 'options ranking'}
          onPointerMove={(event) => {
            if (dragged === undefined) return
            const items = [...event.currentTarget.children]
            const over = items.findIndex((item) => item.getBoundingClientRect().bottom > event.clientY)
            move(dragged, over < 0 ? items.length - 1 : over, event.currentTarget)
          }}
          onLostPointerCapture={() => {
            dragged = undefined
          }}
        >
          {order.map(({ value: option, label }, index) => (
            <li key={option} class={index < places ? 'option' : 'option rest'} part="option">
              <span
                class="grip"
                aria-hidden="true"
                onPointerDown={(event) => {
                  if (event.button !== 0) return
                  dragged = option
                  // The list's, because an item that is moved would lose it.
                  event.currentTarget.closest('ol')?.setPointerCapture(event.pointerId)
                }}
              />
              <span class="place">{value === undefined || index >= places ? '–' : index + 1}</span>
              <span class="words">{inline(label)}</span>
              {([-1, 1] as const).map((by) => {
                const end = by < 0 ? index === 0 : index >= Math.min(places, order.length - 1)
                return (
                  <button
                    key={by}
                    type="button"
                    class={by < 0 ? 'move up' : 'move'}
                    aria-label={fill(by < 0 ? t.ranking.up : t.ranking.down, plain(label))}
                    aria-disabled={end || undefined}
                    onClick={step(option, by)}
                    onKeyDown={(event) => {
                      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key]
                      if (!by) return
                      event.preventDefault()
                      step(option, by)(event)
                    }}
                  />
                )
              })}
            </li>
          ))}
        </ol>
        {value === undefined && (
          <button
            type="button"
            class="back"
            name={field.name}
            aria-describedby={tied(props, idOf(field, 'l'))['aria-describedby']}
            onClick={(event) => {
              const box = event.currentTarget.closest('fieldset')
              change(order.slice(0, places).map(({ value }) => value))
              box?.querySelector<HTMLElement>('.move')?.focus()
            }}
          >
            {t.ranking.keep}
          </button>
        )}
        <p class="sr" role="status" />
      </Group>
    )
  },
  hold(field, value) {
    const given = Array.isArray(value) ? value : String(value).split(',')
    const held = holdOptions({ options: field.options }, given)
    // In the order given; one that ranks too little is none.
    const order = given.filter((option, index) => held.includes(option) && given.indexOf(option) === index)
    return order.length >= placesOf(field) ? order.slice(0, placesOf(field)) : undefined
  },
}
