import { singleChoiceFault } from '@fieldpost/shared/fields/choice.ts'
import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import { parts } from '../parts.ts'
import { extras, inOrder, LONG } from './extra.ts'
import { idOf, Single, tied } from './frame.tsx'
import type { Kind } from './kind.ts'
import { holdOption } from './single-choice.tsx'

export const dropdown: Kind<FieldOf<'dropdown'>> = {
  fault: singleChoiceFault,
  draw(props) {
    const { field, value = '', change, t } = props
    if (field.options.length > LONG && extras.combobox) return extras.combobox(props)
    return (
      <Single {...props}>
        <div class="select">
          <select
            class="input"
            part="input"
            id={idOf(field)}
            name={field.name}
            value={value as string}
            onChange={(event) => change(event.currentTarget.value || undefined)}
            {...tied(props)}
          >
            <option value="">{field.placeholder || t.choose}</option>
            {inOrder(field, field.options).map((option) => (
              <option key={option.value} value={option.value}>
                {parts.text?.plainText(option.label) ?? option.label}
              </option>
            ))}
          </select>
        </div>
      </Single>
    )
  },
  hold: holdOption,
}
