/** A form's settings: how it is gone through, when it is open, and what its visitors' browsers may keep. */
import * as v from 'valibot'
import { shortText } from './fields/base.ts'
import { limits } from './limits.ts'

const origin = v.pipe(
  v.string('An origin is a text'),
  v.check(
    (text) => URL.canParse(text) && new URL(text).origin === text && /^https?:/.test(text),
    'An origin is written like https://example.com, with no path',
  ),
)

/** A moment, as ISO 8601 with its zone. */
const moment = v.nullish(
  v.pipe(v.string('A moment is a text'), v.isoTimestamp('A moment is written like 2026-01-31T09:00:00Z')),
  null,
)

/** A BCP 47 tag, as `lang` attributes have it. */
export const languageTag = v.pipe(
  v.string('A language is a text'),
  v.regex(/^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,3}$/, 'A language is written like en, pt-BR or zh-Hant'),
)

const flag = /* @__NO_SIDE_EFFECTS__ */ (preset: boolean) =>
  v.optional(v.boolean('This is true or false'), preset)

export const Settings = v.strictObject({
  /** The words on the button that sends; the visitor's language decides when empty. */
  submitLabel: v.optional(shortText(limits.titleLength), ''),
  /** Pages that may send; every page when empty. */
  origins: v.optional(v.pipe(v.array(origin), v.maxLength(100)), () => []),
  /** The language that the form's own words are written in. */
  language: v.optional(languageTag, 'en'),
  /** A step is a page, or one question at a time. */
  steps: v.optional(v.picklist(['pages', 'questions'], 'steps is pages or questions'), 'pages'),
  /** Shows how far it is, when there is more than one step. */
  progress: flag(true),
  /** Keeps what a visitor gave who does not finish, and tells webhooks after `partialMinutes`. */
  partial: flag(false),
  /** Minutes without a word from a visitor after which a partial submission counts as abandoned. */
  partialMinutes: v.optional(
    v.pipe(v.number('This is a number of minutes'), v.integer(), v.minValue(1), v.maxValue(10_080)),
    30,
  ),
  /** The visitor's browser keeps unfinished answers for 7 days, and resumes with them. */
  draft: flag(false),
  /** The visitor's browser keeps what could not be sent for 7 days, and sends it later. */
  queue: flag(true),
  /** Takes answers from and until these moments; always when null. */
  opensAt: moment,
  closesAt: moment,
  /** Takes so many submissions; null for any number. */
  quota: v.nullish(
    v.pipe(v.number('A quota is a number'), v.integer('A quota is a whole number'), v.minValue(1)),
    null,
  ),
  /** What visitors read when it takes no answers (any more, or yet); the visitor's language decides when empty. */
  closedText: v.optional(shortText(limits.helpLength), ''),
})
export type Settings = v.InferOutput<typeof Settings>
