import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import { phoneFault } from '@fieldpost/shared/fields/phone.ts'
import { input } from './input.tsx'
import type { Kind } from './kind.ts'

export const phone: Kind<FieldOf<'phone'>> = {
  fault: phoneFault,
  draw: (props) => input(props, { type: 'tel', autocomplete: 'tel' }),
}
