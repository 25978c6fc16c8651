import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import { urlFault } from '@fieldpost/shared/fields/url.ts'
import { completeUrl } from '@fieldpost/shared/typed.ts'
import { input } from './input.tsx'
import type { Kind } from './kind.ts'

export const url: Kind<FieldOf<'url'>> = {
  fault: urlFault,
  draw: (props) => input(props, { type: 'url', autocomplete: 'url' }),
  read: completeUrl,
}
