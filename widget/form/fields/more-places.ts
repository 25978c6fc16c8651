/** Kinds that few forms have. */
import { enPlaces } from '../messages/en-places.ts'
import { address } from './address.tsx'
import type { Part } from './index.ts'
import styles from './more-places.css?inline'
import { pictureChoice } from './picture-choice.tsx'
import { slider } from './slider.tsx'

export const part: Part<'address' | 'slider' | 'picture-choice'> = {
  kinds: { address, slider, 'picture-choice': pictureChoice },
  styles,
  words: enPlaces,
}
