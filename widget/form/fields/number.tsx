import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import { numberFault } from '@fieldpost/shared/fields/number.ts'
import { parseNumber } from '@fieldpost/shared/typed.ts'
import { input } from './input.tsx'
import type { Kind } from './kind.ts'

/** A text input: browsers' number inputs drop what they cannot read, refuse the comma and change on a scroll. */
export const number: Kind<FieldOf<'number'>> = {
  fault: numberFault,
  draw(props) {
    const { integer, min, unit } = props.field
    // The digit pads of phones have no minus.
    const inputMode = min !== undefined && min < 0 ? 'text' : integer ? 'numeric' : 'decimal'
    return input(props, { inputMode, autocomplete: 'off', unit })
  },
  read: (text: string, language) => parseNumber(text, language) ?? text,
  say: ({ code, message }, t) => (code === 'type' ? t.number : message),
}
