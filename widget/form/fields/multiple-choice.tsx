import { multipleChoiceFault } from '@fieldpost/shared/fields/choice.ts'
import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import { inline } from '../inline.tsx'
import { fill, type Words } from '../messages/words.ts'
import { Group } from './frame.tsx'
import type { Kind } from './kind.ts'

export const multipleChoice: Kind<FieldOf<'multiple-choice'>> = {
  fault: multipleChoiceFault,
  draw(props) {
    const { field, value, change, t, issue } = props
    const chosen = (value as string[] | undefined) ?? []
    // In the order of the form, whatever the order of the clicks.
    const toggle = (option: string) =>
      change(valuesOf(field).filter((value) => chosen.includes(value) !== (value === option)))
    return (
      <Group {...props} hint={hintOf(field, t)}>
        <div class="options">
          {field.options.map((option) => (
            <label key={option.value} class="option" part="option">
              <input
                type="checkbox"
                name={field.name}
                value={option.value}
                checked={chosen.includes(option.value)}
                onChange={() => toggle(option.value)}
                aria-invalid={issue ? 'true' : undefined}
              />
              <span>{inline(option.label)}</span>
            </label>
          ))}
        </div>
      </Group>
    )
  },
  hold(field, value) {
    const list = Array.isArray(value) ? value : String(value).split(',')
    return valuesOf(field).filter((option) => list.includes(option))
  },
}

const valuesOf = (field: FieldOf<'multiple-choice'>) => field.options.map((option) => option.value)

function hintOf({ min, max }: FieldOf<'multiple-choice'>, t: Words): string {
  if (min && max) return min === max ? fill(t.exactly, min) : fill(t.between, min, max)
  return min ? fill(t.atLeast, min) : max ? fill(t.atMost, max) : ''
}
