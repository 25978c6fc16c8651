import { singleChoiceFault } from '@fieldpost/shared/fields/choice.ts'
import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import { inline } from '../inline.tsx'
import { Group } from './frame.tsx'
import type { Kind } from './kind.ts'

export const singleChoice: Kind<FieldOf<'single-choice'>> = {
  fault: singleChoiceFault,
  draw: (props) => (
    <Group {...props} radio>
      <div class="options">
        {props.field.options.map((option) => (
          <label key={option.value} class="option" part="option">
            <input
              type="radio"
              name={props.field.name}
              value={option.value}
              checked={props.value === option.value}
              onChange={() => props.change(option.value)}
            />
            <span>{inline(option.label)}</span>
          </label>
        ))}
      </div>
    </Group>
  ),
  hold: holdOption,
}

/** The value of an option, or nothing. */
export function holdOption({ options }: { options: readonly { value: string }[] }, value: unknown) {
  return options.find((option) => option.value === value)?.value
}
