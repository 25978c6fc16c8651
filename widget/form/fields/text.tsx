import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import { input } from './input.tsx'
import type { Kind } from './kind.ts'

export const text: Kind<FieldOf<'text'>> = {
  draw: (props) => input(props, { autocomplete: props.field.autocomplete }),
}
