import { emailFault } from '@fieldpost/shared/fields/email.ts'
import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import { input } from './input.tsx'
import type { Kind } from './kind.ts'

export const email: Kind<FieldOf<'email'>> = {
  fault: emailFault,
  draw: (props) => input(props, { type: 'email', autocomplete: 'email' }),
}
