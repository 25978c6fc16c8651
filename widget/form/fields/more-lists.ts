/** The kinds that have a list in them. */
import { enLists } from '../messages/en-lists.ts'
import type { Part } from './index.ts'
import { matrix } from './matrix.tsx'
import styles from './more-lists.css?inline'
import { ranking } from './ranking.tsx'

export const part: Part<'matrix' | 'ranking'> = { kinds: { matrix, ranking }, styles, words: enLists }
