import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import { textFault } from '@fieldpost/shared/fields/text.ts'
import { input } from './input.tsx'
import type { Kind } from './kind.ts'

export const text: Kind<FieldOf<'text'>> = {
  fault: textFault,
  draw: (props) => input(props, { autocomplete: props.field.autocomplete }),
}
