import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import { smileyFault, smileys, smileysOf } from '@fieldpost/shared/fields/smiley.ts'
import { fill } from '../messages/words.ts'
import type { Kind } from './kind.ts'
import { steps } from './steps.tsx'

/** Mouths from worst to best, inside a face of 24 by 24. */
const mouths = [
  'M8 16.8q4-4.6 8 0',
  'M8.3 16q3.7-2.4 7.4 0',
  'M8.3 15.2h7.4',
  'M8.3 14.4q3.7 2.9 7.4 0',
  'M7.5 13.6h9q-.6 4.4-4.5 4.4t-4.5-4.4z',
]

export const smiley: Kind<FieldOf<'smiley'>> = {
  fault: smileyFault,
  draw(props) {
    const faces = smileysOf(props.field)
    return steps(
      props,
      'smiley',
      faces.map((face, index) => {
        const level = smileys.indexOf(face)
        return {
          value: face,
          name: `${props.t.smileys[level]}, ${fill(props.t.place, index + 1, faces.length)}`,
          face: (
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <circle cx="12" cy="12" r="10" />
              <path d={`M9 8.6v1.2M15 8.6v1.2${mouths[level]}`} />
            </svg>
          ),
        }
      }),
    )
  },
  hold: (field, value) => smileysOf(field).find((face) => face === value),
}
