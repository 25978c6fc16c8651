/**
 * Secrets that were replaced. They sign nothing once their overlap has ended; they stay sealed for a while, so that
 * a receiver that still has one can be told so.
 */
import type { KnownSecret } from '@fieldpost/shared/webhook/doctor/search.ts'
import { type SigningSecret, signingSecrets, type Vault } from './secrets.ts'
import type { WebhookRow } from './store/rows.ts'

/** Rotations are a matter of days, and a receiver that was forgotten shows within as many. */
const KEPT_MS = 30 * 86_400_000
/** Of those that sign no more. */
const MOST_KEPT = 3
/**
 * Of those that sign, the new one included. Each makes every delivery's header longer, and receivers stop reading
 * somewhere; who rotates more often than that within one overlap has lost the oldest.
 */
const MOST_SIGNING = 8

/** All that is to be sealed when `secret` takes over: what signs until now signs on until `end` (ms since 1970). */
export function succession(
  vault: Vault,
  webhook: WebhookRow,
  secret: string,
  { now, end }: { now: number; end: number },
): SigningSecret[] {
  const before = keptSecrets(vault, webhook, now)
    .filter((known) => known.secret !== secret)
    .map((known) => ({ ...known, until: Math.min(known.until ?? end, end) }))
  const signing = before.filter(({ until }) => until > now).slice(0, MOST_SIGNING - 1)
  const ended = before.filter(({ until }) => until <= now).slice(0, MOST_KEPT)
  return [{ secret, until: null }, ...signing, ...ended]
}

/** For the signature doctor: every secret that the webhook has or had of late, the newest first. */
export const knownSecrets = (vault: Vault, webhook: WebhookRow, now: number): KnownSecret[] =>
  keptSecrets(vault, webhook, now).map(({ secret, until }) => ({
    secret,
    state: until === null ? 'present' : until > now ? 'overlap' : 'former',
  }))

/** A moment in the past gives those, too, that have signed since then. */
const keptSecrets = (vault: Vault, webhook: WebhookRow, now: number) =>
  signingSecrets(vault, webhook, now - KEPT_MS)
