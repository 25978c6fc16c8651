/** One line to type into: what text, email, phone, url, number, date and time share. */
import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import { type FieldProps, idOf, Single, tied } from './frame.tsx'

type Kind = 'text' | 'email' | 'phone' | 'url' | 'number' | 'date' | 'time'

interface Extra {
  type?: 'email' | 'tel' | 'url' | 'date' | 'time'
  autocomplete?: string | undefined
  inputMode?: 'text' | 'numeric' | 'decimal'
  min?: string | undefined
  max?: string | undefined
  onInput?: (event: { currentTarget: HTMLInputElement }) => void
  onKeyUp?: (event: { currentTarget: HTMLInputElement }) => void
  onBlur?: (event: { currentTarget: HTMLInputElement }) => void
  unit?: string | undefined
}

export function input(props: FieldProps<FieldOf<Kind>>, { unit, type, ...attributes }: Extra) {
  const { field, value, change } = props
  const box = (
    <input
      // Preact's types want one type, to tell the other attributes by.
      type={type as 'text'}
      class="input"
      part="input"
      id={idOf(field)}
      name={field.name}
      placeholder={'placeholder' in field ? field.placeholder : undefined}
      value={value as string | undefined}
      onInput={(event) => change(event.currentTarget.value)}
      {...tied(props, unit && idOf(field, 'u'))}
      {...attributes}
    />
  )
  return (
    <Single {...props}>
      {unit ? (
        <div class="unit">
          {box}
          <span id={idOf(field, 'u')}>{unit}</span>
        </div>
      ) : (
        box
      )}
    </Single>
  )
}
