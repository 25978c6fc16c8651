import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import { yesNoFault } from '@fieldpost/shared/fields/yes-no.ts'
import { Group } from './frame.tsx'
import type { Kind } from './kind.ts'

export const yesNo: Kind<FieldOf<'yes-no'>> = {
  fault: yesNoFault,
  draw: (props) => (
    <Group {...props} radio>
      <div class="options row">
        {[true, false].map((answer) => (
          <label key={answer} class="option" part="option">
            <input
              type="radio"
              name={props.field.name}
              checked={props.value === answer}
              onChange={() => props.change(answer)}
            />
            <span>{answer ? props.t.yes : props.t.no}</span>
          </label>
        ))}
      </div>
    </Group>
  ),
  hold(_, value) {
    const text = String(value)
    return /^(true|yes|1)$/i.test(text) || (/^(false|no|0)$/i.test(text) ? false : undefined)
  },
}
