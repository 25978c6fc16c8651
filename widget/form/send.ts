/** What a form needs to send: the shape of one attempt and of what comes back. */
import type { Answers } from '@fieldpost/shared/fields/index.ts'

/** The body of `POST /v1/forms/ID/submissions`, less what only the live page knows. */
export interface Outgoing {
  /** A UUID made once per submission: sending the same answers again is safe. */
  key: string
  version: number
  answers: Answers
  hidden: Record<string, string>
}

/** Why answers were refused for good. They stay in the form, and the visitor is told. */
export type Refusal = 'closed' | 'gone' | 'origin' | 'too-large' | 'key-reused' | 'refused'

export type SendResult =
  | { outcome: 'accepted'; id: string }
  /** Each message belongs to the field of that name; an unknown name is shown in the summary only. */
  | { outcome: 'invalid'; issues: readonly { field: string; code: string; message: string }[] }
  | { outcome: 'refused'; reason: Refusal }
  /** Not sent: network loss, timeout, 429 or 5xx. `after` is the relay's wish in milliseconds. */
  | { outcome: 'later'; after?: number | undefined }

/** One attempt. It never throws; `signal` ends it when the form leaves the page. */
export type Send = (body: Outgoing, signal: AbortSignal) => Promise<SendResult>
