/** rating and nps: a whole number on a scale with a fixed beginning. */
import * as v from 'valibot'
import { limits } from '../limits.ts'
import { question, shortText, wholeNumber } from './base.ts'

const ends = {
  /** Words at the two ends of the scale. */
  lowLabel: v.optional(shortText(limits.labelLength)),
  highLabel: v.optional(shortText(limits.labelLength)),
}

export const ratingSettings = v.strictObject({
  ...question('rating'),
  max: v.optional(wholeNumber(2, 10), 5),
  symbol: v.optional(v.picklist(['star', 'heart', 'number'], 'A symbol is star, heart or number'), 'star'),
  ...ends,
})

/** Net promoter score: 0 to 10, that is what makes it one. */
export const npsSettings = v.strictObject({ ...question('nps'), ...ends })

const onScale = (least: number, most: number) =>
  v.pipe(v.number('type'), v.integer('integer'), v.minValue(least, 'too-small'), v.maxValue(most, 'too-big'))

export const ratingAnswer = (field: { max: number }) => onScale(1, field.max)

export const npsAnswer = () => onScale(0, 10)
