/** The kinds that few forms have: together they are smaller than apart, and smaller than most pictures. */
import { enLists } from '../messages/en-lists.ts'
import { enPlaces } from '../messages/en-places.ts'
import { address } from './address.tsx'
import type { Part } from './index.ts'
import { matrix } from './matrix.tsx'
import styles from './more-rare.css?inline'
import { pictureChoice } from './picture-choice.tsx'
import { ranking } from './ranking.tsx'

export const part: Part<'matrix' | 'ranking' | 'address' | 'picture-choice'> = {
  kinds: { matrix, ranking, address, 'picture-choice': pictureChoice },
  styles,
  words: { ...enLists, ...enPlaces },
}
