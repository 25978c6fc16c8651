/** What can be wrong with an answer, in English. The widget's other languages translate the same codes. */
import { commonMessages } from './common-messages.ts'
import { rareMessages } from './rare-messages.ts'

const answerMessages = { ...commonMessages, ...rareMessages }

export type AnswerCode = keyof typeof answerMessages

/** The message of a code in English; `limit` is what the answer broke. */
export const message = (code: AnswerCode, limit?: unknown): string =>
  answerMessages[code].replace('{n}', () => String(limit))
