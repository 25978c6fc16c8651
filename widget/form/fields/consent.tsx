import { consentFault } from '@fieldpost/shared/fields/consent.ts'
import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import { inline } from '../inline.tsx'
import { Around, boxOf, idOf, tied } from './frame.tsx'
import type { Kind } from './kind.ts'

export const consent: Kind<FieldOf<'consent'>> = {
  fault: consentFault,
  draw: (props) => (
    <div class={boxOf(props.field)} part="field">
      <label class="option consent" part="option">
        <input
          type="checkbox"
          id={idOf(props.field)}
          name={props.field.name}
          checked={props.value === true}
          onChange={(event) => props.change(event.currentTarget.checked)}
          {...tied(props)}
        />
        <span>{inline(props.field.label)}</span>
      </label>
      <Around {...props} />
    </div>
  ),
  hold: (_, value) => value === true || undefined,
}
