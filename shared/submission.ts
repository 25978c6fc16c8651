/** What the widget posts and what it gets back. */
import * as v from 'valibot'
import { limits } from './limits.ts'

/** Context tells where an answer came from; too long is cut, because nobody should lose answers over a long URL. */
const context = (most: number) =>
  v.optional(
    v.pipe(
      v.string('This is a text'),
      v.transform((text) => text.slice(0, most)),
    ),
  )

/**
 * Values by field name, which only the form can judge. Not a `record`: that one drops a name like `constructor`
 * without a word, and a name that the form does not know is to be refused.
 */
const values = (text: string) =>
  v.custom<Record<string, unknown>>(
    (input) => typeof input === 'object' && input !== null && !Array.isArray(input),
    text,
  )

export const SubmissionBody = v.strictObject({
  /** Made once per submission by the sender, so that sending again is safe. Any UUID. */
  key: v.optional(v.pipe(v.string('A key is a UUID'), v.uuid('A key is a UUID'), v.toLowerCase())),
  /** The version that the visitor saw; the newest when absent. */
  version: v.optional(
    v.pipe(v.number('A version is a whole number'), v.integer('A version is a whole number'), v.minValue(1)),
  ),
  answers: values('answers is an object of field names and values'),
  hidden: v.optional(values('hidden is an object of field names and texts')),
  context: v.optional(
    v.strictObject({
      url: context(limits.contextLength),
      referrer: context(limits.contextLength),
      language: context(64),
      tag: context(200),
      phone: context(limits.phoneLength),
    }),
  ),
  /**
   * What there is so far, to be followed by more with the same `key`, and at last by the whole without this. Only for
   * forms with the setting `partial`; nothing is required yet.
   */
  partial: v.optional(v.boolean('partial is true or false')),
})
export type SubmissionBody = v.InferOutput<typeof SubmissionBody>
export type SubmissionContext = NonNullable<SubmissionBody['context']>

export const SubmissionReceipt = v.object({ id: v.string(), duplicate: v.boolean() })
export type SubmissionReceipt = v.InferOutput<typeof SubmissionReceipt>

/** What an upload is answered with: what the relay found, which may be another name and type than were said. */
export const UploadReceipt = v.object({
  id: v.string(),
  name: v.string(),
  type: v.string(),
  size: v.number(),
})
export type UploadReceipt = v.InferOutput<typeof UploadReceipt>

/** What happened on a form without being a submission: counted for the report, never tied to a visitor. */
export const SignalBody = v.strictObject({
  type: v.picklist(['view', 'start', 'page', 'abandon'], 'A signal is view, start, page or abandon'),
  version: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  /** The step reached, for `page` and `abandon`: a page, or a question (by its id) where those are the steps. */
  page: v.optional(v.pipe(v.string(), v.maxLength(40))),
})
export type SignalBody = v.InferOutput<typeof SignalBody>
