/** The kinds that are loaded by the forms that have them. */
import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import { enMore } from '../messages/en-more.ts'
import { date } from './date.tsx'
import { dropdown } from './dropdown.tsx'
import type { CommonKind, DrawnKind } from './index.ts'
import type { Kind } from './kind.ts'
import styles from './more.css?inline'
import { nps } from './nps.tsx'
import { number } from './number.tsx'
import { rating } from './rating.tsx'
import { smiley } from './smiley.tsx'
import { statement } from './statement.tsx'
import { url } from './url.tsx'
import { yesNo } from './yes-no.tsx'

export const more = {
  url,
  number,
  date,
  dropdown,
  'yes-no': yesNo,
  rating,
  nps,
  smiley,
  statement,
} satisfies { [K in Exclude<DrawnKind, CommonKind>]: Kind<FieldOf<K>> }
export { enMore as words, styles }
