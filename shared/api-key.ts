/** API keys as the accounts' routes give them. */
import * as v from 'valibot'
import { shortText } from './fields/base.ts'

const KEY_NAME_LENGTH = 64

export const NewApiKey = v.object({
  name: v.pipe(shortText(KEY_NAME_LENGTH), v.trim(), v.minLength(1, 'Name it, to know it again')),
  /** Seconds; without it the key stays good. */
  expiresIn: v.optional(v.nullable(v.number())),
})

const apiKey = {
  id: v.string(),
  name: v.nullable(v.string()),
  /** Its first characters, to tell keys apart; null for the operator's. */
  start: v.nullable(v.string()),
  expiresAt: v.nullable(v.string()),
  createdAt: v.string(),
}
export const ApiKey = v.object(apiKey)
export type ApiKey = v.InferOutput<typeof ApiKey>
export const ApiKeys = v.object({ apiKeys: v.array(ApiKey) })
/** What making one answers: the key is shown this once. */
export const MadeApiKey = v.object({ ...apiKey, key: v.string() })
