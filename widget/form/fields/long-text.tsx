import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import { longTextFault } from '@fieldpost/shared/fields/long-text.ts'
import { idOf, Single, tied } from './frame.tsx'
import type { Kind } from './kind.ts'

export const longText: Kind<FieldOf<'long-text'>> = {
  fault: longTextFault,
  draw: (props) => (
    <Single {...props}>
      <textarea
        class="input"
        part="input"
        id={idOf(props.field)}
        name={props.field.name}
        rows={4}
        placeholder={props.field.placeholder}
        value={props.value as string | undefined}
        onInput={(event) => props.change(event.currentTarget.value)}
        {...tied(props)}
      />
    </Single>
  ),
}
