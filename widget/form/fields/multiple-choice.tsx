import { multipleChoiceFault } from '@fieldpost/shared/fields/choice.ts'
import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import { inline } from '../inline.tsx'
import { fill, type Words } from '../messages/words.ts'
import { extras, inOrder, isOwn } from './extra.ts'
import { Group } from './frame.tsx'
import type { Kind } from './kind.ts'
import { holdOption } from './single-choice.tsx'

type Field = Pick<FieldOf<'multiple-choice'>, 'options' | 'other'>

export const multipleChoice: Kind<FieldOf<'multiple-choice'>> = {
  fault: multipleChoiceFault,
  draw(props) {
    const { field, value, change, t, issue } = props
    const chosen = (value as string[] | undefined) ?? []
    return (
      <Group {...props} hint={hintOf(field, t)}>
        <div class="options">
          {inOrder(field, field.options).map((option) => (
            <label key={option.value} class="option" part="option">
              <input
                type="checkbox"
                name={field.name}
                value={option.value}
                checked={chosen.includes(option.value)}
                onChange={() => change(toggled(field, chosen, option.value))}
                aria-invalid={issue ? 'true' : undefined}
              />
              <span>{inline(option.label)}</span>
            </label>
          ))}
          {field.other && extras.other?.(props)}
        </div>
      </Group>
    )
  },
  hold: holdOptions,
  read: (list: string[]) => list.map((text) => text.trim()).filter(Boolean),
}

/** The chosen options with this one more, or less: in the order of the form, whatever that of the clicks. */
export const toggled = (field: Field, chosen: readonly string[], option: string): string[] =>
  [...field.options.map(({ value }) => value), ...chosen.filter(isOwn)].filter(
    (value) => chosen.includes(value) !== (value === option),
  )

/** The values of options in a list, or in a text with commas. */
export function holdOptions(field: Field, value: unknown): string[] {
  const held = (Array.isArray(value) ? value : String(value).split(',')).map((item) =>
    holdOption(field, item),
  )
  const own = held.find(isOwn)
  return [
    ...field.options.map(({ value }) => value).filter((option) => held.includes(option)),
    ...(own ? [own] : []),
  ]
}

export function hintOf(
  { min, max }: { min?: number | undefined; max?: number | undefined },
  t: Words,
): string {
  if (min && max) return min === max ? fill(t.exactly, min) : fill(t.between, min, max)
  return min ? fill(t.atLeast, min) : max ? fill(t.atMost, max) : ''
}
