import * as v from 'valibot'
import { limits } from '../limits.ts'
import { asked, listOf, made, option, randomize, shortText, wholeNumber } from './base.ts'
import { multipleChoiceFault, singleChoiceFault } from './choice.ts'
import type { Fault } from './fault.ts'

/** Options are pictures with words: the words are what the picture says to who cannot see it. */
export const pictureChoiceSettings = /* @__PURE__ */ made(() =>
  v.strictObject({
    ...asked('picture-choice'),
    options: listOf(
      v.strictObject({
        ...option,
        /** Address of the picture. Only https: on a secure page a browser shows no other. */
        image: v.optional(
          v.pipe(
            shortText(limits.urlLength),
            v.check((text) => /^https:\/\/\S+$/i.test(text), 'A picture has an https address'),
          ),
        ),
      }),
      limits.options,
      'options',
    ),
    randomize,
    /** Several may be chosen; the answer is then a list. */
    multiple: v.optional(v.boolean('multiple is true or false')),
    min: v.optional(wholeNumber(1, limits.options)),
    max: v.optional(wholeNumber(1, limits.options)),
  }),
)

export const pictureChoiceFault = (
  field: v.InferOutput<typeof pictureChoiceSettings>,
  value: unknown,
): Fault | undefined => (field.multiple ? multipleChoiceFault : singleChoiceFault)(field, value)
