import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import { input } from './input.tsx'
import type { Kind } from './kind.ts'

export const phone: Kind<FieldOf<'phone'>> = {
  draw: (props) => input(props, { type: 'tel', autocomplete: 'tel' }),
}
