/** A webhook as its owner may see it: with everything but its secrets. */
import type { Webhook } from '@fieldpost/shared/resources.ts'
import { headerMask } from '@fieldpost/shared/webhook/headers.ts'
import type { Clock } from '../clock.ts'
import { ownHeaders, type SigningSecret, signingSecrets, type Vault } from '../secrets.ts'
import type { WebhookHealth, WebhookRow } from '../store/rows.ts'
import type { Store } from '../store/store.ts'
import { shownMoment } from './query.ts'

const HINT_LENGTH = 4
/** Of a secret shorter than this, four characters would give too much away. */
const HINTED_FROM = 12

interface Deps {
  store: Pick<Store, 'webhookHealth'>
  vault: Vault
  clock: Clock
}

export function showWebhooks({ store, vault, clock }: Deps) {
  async function all(rows: readonly WebhookRow[]): Promise<Webhook[]> {
    const found = new Map<string, WebhookHealth>()
    for (const [workspaceId, own] of Map.groupBy(rows, (row) => row.workspaceId)) {
      const ids = own.map(({ id }) => id)
      for (const entry of await store.webhookHealth(workspaceId, ids)) found.set(...entry)
    }
    return rows.map((row) => shownWebhook(row, found.get(row.id) ?? unknown, vault, clock.now()))
  }
  return {
    all,
    async one(row: WebhookRow): Promise<Webhook> {
      const health = await store.webhookHealth(row.workspaceId, [row.id])
      return shownWebhook(row, health.get(row.id) ?? unknown, vault, clock.now())
    },
  }
}

/** Of one that was deleted in between. */
const unknown: WebhookHealth = {
  lastSuccessAt: null,
  failingSince: null,
  sample: 0,
  succeeded: 0,
  medianMs: null,
  p95Ms: null,
  backlog: 0,
  backlogIsMore: false,
  oldestWaitingAt: null,
}

function shownWebhook(row: WebhookRow, health: WebhookHealth, vault: Vault, now: number): Webhook {
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
    pausedAt: momentOrNull(row.pausedAt),
    listening: (row.listenedUntil ?? 0) > now,
    probe: row.probe && row.probedAt !== null ? { verdict: row.probe, at: shownMoment(row.probedAt) } : null,
    health: shownHealth(health),
    createdAt: shownMoment(row.createdAt),
    updatedAt: shownMoment(row.updatedAt),
  }
}

const momentOrNull = (ms: number | null) => (ms === null ? null : shownMoment(ms))

const shownHealth = ({
  sample,
  succeeded,
  medianMs,
  p95Ms,
  ...health
}: WebhookHealth): Webhook['health'] => ({
  lastSuccessAt: momentOrNull(health.lastSuccessAt),
  failingSince: momentOrNull(health.failingSince),
  sample,
  successRate: sample === 0 ? null : succeeded / sample,
  latencyMs: medianMs === null || p95Ms === null ? null : { median: medianMs, p95: p95Ms },
  backlog: health.backlog,
  backlogIsMore: health.backlogIsMore,
  oldestWaitingAt: momentOrNull(health.oldestWaitingAt),
})

const hintOf = (present: SigningSecret | undefined) =>
  present && present.secret.length >= HINTED_FROM ? present.secret.slice(-HINT_LENGTH) : null

function overlapEnd(secrets: readonly SigningSecret[]): string | null {
  const ends = secrets.flatMap(({ until }) => (until === null ? [] : [until]))
  return ends.length > 0 ? shownMoment(Math.max(...ends)) : null
}
