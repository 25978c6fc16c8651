/** A webhook as its owner may see it: with everything but its secrets. */
import type { Webhook } from '@fieldpost/shared/resources.ts'
import { headerMask } from '@fieldpost/shared/webhook/headers.ts'
import { ownHeaders, type SigningSecret, signingSecrets, type Vault } from '../secrets.ts'
import type { WebhookRow } from '../store/store.ts'
import { shownMoment } from './query.ts'

const HINT_LENGTH = 4
/** Of a secret shorter than this, four characters would give too much away. */
const HINTED_FROM = 12

export function shownWebhook(row: WebhookRow, vault: Vault, now: number): Webhook {
  const secrets = signingSecrets(vault, row, now)
  const headers = ownHeaders(vault, row)
  return {
    id: row.id,
    formId: row.formId,
    ...row.settings,
    headers: Object.fromEntries(Object.keys(headers).map((name) => [name, headerMask])),
    signed: secrets.length > 0,
    secretHint: hintOf(secrets[0]),
    overlapUntil: overlapEnd(secrets),
    paused: row.paused,
    pausedAt: row.pausedAt === null ? null : shownMoment(row.pausedAt),
    listening: (row.listenedUntil ?? 0) > now,
    probe: row.probe && row.probedAt !== null ? { verdict: row.probe, at: shownMoment(row.probedAt) } : null,
    createdAt: shownMoment(row.createdAt),
    updatedAt: shownMoment(row.updatedAt),
  }
}

const hintOf = (present: SigningSecret | undefined) =>
  present && present.secret.length >= HINTED_FROM ? present.secret.slice(-HINT_LENGTH) : null

function overlapEnd(secrets: readonly SigningSecret[]): string | null {
  const ends = secrets.flatMap(({ until }) => (until === null ? [] : [until]))
  return ends.length > 0 ? shownMoment(Math.max(...ends)) : null
}
