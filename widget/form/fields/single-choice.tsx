import { singleChoiceFault } from '@fieldpost/shared/fields/choice.ts'
import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import { inline } from '../inline.tsx'
import { extras, inOrder } from './extra.ts'
import { Group } from './frame.tsx'
import type { Kind } from './kind.ts'

export const singleChoice: Kind<FieldOf<'single-choice'>> = {
  fault: singleChoiceFault,
  draw: (props) => (
    <Group {...props} radio>
      <div class="options">
        {inOrder(props.field, props.field.options).map((option) => (
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
        {props.field.other && extras.other?.(props)}
      </div>
    </Group>
  ),
  hold: holdOption,
}

/** The value of an option, or the visitor's own words where those are asked for, or nothing. */
export function holdOption(
  { options, other }: { options: readonly { value: string }[]; other?: boolean | undefined },
  value: unknown,
) {
  const text = String(value).trim()
  return options.find((option) => option.value === text)?.value ?? (other && text ? ` ${text}` : undefined)
}
