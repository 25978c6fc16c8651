/** The rarer kinds that most surveys have. */
import { enMore } from '../messages/en-more.ts'
import { date } from './date.tsx'
import { dropdown } from './dropdown.tsx'
import type { MoreKind, Part } from './index.ts'
import styles from './more.css?inline'
import { nps } from './nps.tsx'
import { number } from './number.tsx'
import { rating } from './rating.tsx'
import { scale } from './scale.tsx'
import { slider } from './slider.tsx'
import { smiley } from './smiley.tsx'
import { statement } from './statement.tsx'
import { time } from './time.tsx'
import { url } from './url.tsx'
import { yesNo } from './yes-no.tsx'

export const part: Part<MoreKind> = {
  kinds: {
    url,
    number,
    date,
    time,
    dropdown,
    'yes-no': yesNo,
    rating,
    nps,
    smiley,
    scale,
    slider,
    statement,
  },
  styles,
  words: enMore,
}
