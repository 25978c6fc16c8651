/** A row of radios from low to high: what rating, nps, scale and smiley share. */
import type { Answer, FieldOf } from '@fieldpost/shared/fields/index.ts'
import type { ComponentChild } from 'preact'
import { type FieldProps, Group } from './frame.tsx'

export interface Step {
  value: Answer
  /** What a screen reader says: "3 of 5". */
  name: string
  face: ComponentChild
}

export function steps(
  props: FieldProps<FieldOf<'rating' | 'nps' | 'scale' | 'smiley'>>,
  look: string,
  list: readonly Step[],
  low = '',
  high = '',
) {
  const { field, value, change } = props
  const chosen = list.findIndex((step) => step.value === value)
  return (
    <Group {...props} radio>
      {/* Where one row is too wide, two of the same length: never the last step alone. */}
      <div class={`scaled ${look}`} style={{ '--row': Math.min(6, Math.ceil(list.length / 2)) }}>
        <div class="scale">
          {list.map((step, index) => (
            <label
              key={step.value}
              class={index <= chosen ? 'step on' : 'step'}
              part="option"
              title={step.name}
            >
              <input
                type="radio"
                name={field.name}
                aria-label={step.name}
                checked={index === chosen}
                onChange={() => change(step.value)}
              />
              {step.face}
            </label>
          ))}
        </div>
        {(low || high) && (
          <p class="help ends">
            <span>{low}</span>
            <span>{high}</span>
          </p>
        )}
      </div>
    </Group>
  )
}

/** The steps of a scale of whole numbers. */
export const numbers = (
  from: number,
  to: number,
  name: (n: number) => string,
  face: (n: number) => ComponentChild = (n) => <span>{n}</span>,
): Step[] =>
  [...Array(to - from + 1).keys()].map((index) => {
    const n = from + index
    return { value: n, name: name(n), face: face(n) }
  })

/** A whole number on a scale, or nothing. */
export function holdNumber(value: unknown, least: number, most: number): number | undefined {
  const number = value === '' ? Number.NaN : Number(value)
  return Number.isInteger(number) && number >= least && number <= most ? number : undefined
}
