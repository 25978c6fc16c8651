/** One claim, from the delivery's bytes to the attempt on record: sign, send, judge, write down. */
import type { ContentType } from '@fieldpost/shared/webhook/body.ts'
import type { EventType } from '@fieldpost/shared/webhook/event.ts'
import { headerMask } from '@fieldpost/shared/webhook/headers.ts'
import { signatureStyles } from '@fieldpost/shared/webhook/signature.ts'
import type { Clock } from '../clock.ts'
import type { AttemptRow, ClaimedDelivery, WebhookRow } from '../store/rows.ts'
import type { Store } from '../store/store.ts'
import { headerSecrets, withoutEcho } from './echo.ts'
import { decide } from './schedule.ts'
import type { Outcome, Sender, SendRequest } from './send.ts'
import { signedHeaders } from './sign.ts'

interface WebhookSecrets {
  /** Those that sign at this moment, newest first; none sends unsigned. */
  secrets(webhook: WebhookRow, now: number): string[]
  headers(webhook: WebhookRow): Record<string, string>
}

export interface AttemptDeps {
  store: Pick<Store, 'recordAttempt'>
  secrets: WebhookSecrets
  clock: Clock
  random: () => number
  /** Of Fieldpost, for User-Agent. */
  version: string
}

export interface Delivered {
  attempt: AttemptRow
  state: 'succeeded' | 'failed' | 'pending'
  /** `stale`: somebody else holds the delivery by now, and this attempt is not on record. */
  recorded: 'recorded' | 'stale' | 'released'
}

/** `answered` is called when the request is over and only its record is left to write. */
export type Deliver = (
  claimed: ClaimedDelivery,
  signal?: AbortSignal,
  answered?: () => void,
) => Promise<Delivered>

/** An attempt that is to be made: what is sent, and what its record needs to know. */
export interface Prepared {
  claimed: ClaimedDelivery
  request: Pick<SendRequest, 'url' | 'method' | 'headers' | 'body' | 'timeoutMs'>
  /** 1-based, over the delivery's whole life, and since it was last sent again. */
  number: number
  turn: number
  at: number
  /** While secrets rotate: the attempt after this one is signed by one that may not have been tried. */
  isAnotherNext: boolean
}

export interface Attempts {
  /** Signs a claimed delivery for its next attempt. */
  prepare(claimed: ClaimedDelivery): Prepared
  /** Judges what came of an attempt, and writes both down. Throws when that could not be done. */
  record(prepared: Prepared, outcome: Outcome): Promise<Delivered>
}

/** What is before and after the request of every attempt, whoever makes it. */
export function createAttempts({ store, secrets, clock, random, version }: AttemptDeps): Attempts {
  /** What a receiver is sent and must not be read in what it answers. */
  const inConfidence = (webhook: WebhookRow, at: number): string[] => [
    ...secrets.secrets(webhook, at),
    ...Object.values(secrets.headers(webhook)).flatMap(headerSecrets),
  ]

  return {
    prepare(claimed) {
      const { webhook } = claimed
      const { url, method, timeoutMs } = webhook.settings
      const at = clock.now()
      const number = claimed.attempts + 1
      // A resend begins a new round, with all its attempts.
      const turn = number - claimed.attemptsBefore
      const { signature } = webhook.settings
      const signing = secrets.secrets(webhook, at)
      // Most styles have room for one signature: while secrets rotate, they take turns from attempt to attempt.
      const takers = signatureStyles[signature.style].several ? 1 : Math.max(1, signing.length)
      const first = (turn - 1) % takers
      // A receiver that was down at the first one's turn is met with another first, and refuses that one first.
      const wasRefused = turn > 1 && isRefusal(claimed.lastStatus)
      const isAnotherNext = first < takers - 1 || (takers > 1 && !wasRefused)
      const headers = signedHeaders({
        signature,
        secrets: first === 0 ? signing : [...signing.slice(first), ...signing.slice(0, first)],
        id: claimed.eventId,
        timestampSeconds: Math.floor(at / 1_000),
        body: claimed.body,
        attempt: number,
        // Columns hold what `deliveriesOf` put there.
        eventType: claimed.eventType as EventType,
        contentType: claimed.contentType as ContentType,
        headers: secrets.headers(webhook),
        version,
      })
      const request = { url, method, headers, body: claimed.body, timeoutMs }
      return { claimed, request, number, turn, at, isAnotherNext }
    },

    async record({ claimed, request, number, turn, at, isAnotherNext }, outcome) {
      const { retry } = claimed.webhook.settings
      const rounds = claimed.eventType === 'webhook.test' ? { ...retry, maxAttempts: 1 } : retry
      const now = clock.now()
      const verdict: Verdict =
        isAnotherNext && turn < rounds.maxAttempts && mayBeSignature(outcome)
          ? { state: 'retry', dueAt: now }
          : decide({ outcome, attempt: turn, retry: rounds, now, random })
      const { url, method, headers } = request
      const attempt: AttemptRow = {
        number,
        at,
        durationMs: Math.round(outcome.durationMs),
        status: outcome.kind === 'reply' ? outcome.status : null,
        error: errorOf(outcome, verdict),
        request: { method, url, headers: masked(headers, secrets.headers(claimed.webhook)) },
        reply:
          outcome.kind === 'reply' ? withoutEcho(replyOf(outcome), inConfidence(claimed.webhook, at)) : null,
      }
      // Our own stop is no attempt of the receiver's to fail: the claim is given back instead.
      if (outcome.kind === 'error' && outcome.code === 'aborted') {
        return { attempt, state: 'pending', recorded: 'released' }
      }
      const state = verdict.state === 'retry' ? 'pending' : verdict.state
      const recorded = await store.recordAttempt({
        deliveryId: claimed.id,
        webhookId: claimed.webhookId,
        url,
        claim: claimed.claim,
        attempt,
        state,
        dueAt: verdict.state === 'retry' ? verdict.dueAt : null,
        gone: verdict.state === 'failed' && verdict.pauseWebhook === true,
      })
      return { attempt, state, recorded }
    },
  }
}

/** Gives the function that makes one attempt. It throws only when the attempt could not be written down. */
export function createDeliver({
  attempts,
  sender,
}: {
  attempts: Attempts
  sender: Pick<Sender, 'send'>
}): Deliver {
  return async (claimed, signal, answered) => {
    // Nobody has judged its URL. Nothing hands one out to be sent; a mistake that does must not reach the network.
    if (claimed.webhook.settings.listen) {
      throw new Error(
        `The webhook ${claimed.webhookId} is for listeners alone, and its URL is not to be called`,
      )
    }
    const prepared = attempts.prepare(claimed)
    const outcome = await sender.send({ ...prepared.request, ...(signal && { signal }) })
    answered?.()
    return attempts.record(prepared, outcome)
  }
}

type Verdict = ReturnType<typeof decide>

/**
 * Whether a receiver may have refused the signature and nothing else. While secrets rotate it is asked again at
 * once, with the next secret's: it may not know the new one yet, or an old one any more.
 */
const mayBeSignature = (outcome: Outcome) => outcome.kind === 'reply' && isRefusal(outcome.status)
const isRefusal = (status: number | null) => status !== null && [400, 401, 403].includes(status)

function errorOf(outcome: Outcome, verdict: Verdict): string | null {
  if (outcome.kind === 'error') return outcome.message
  return verdict.state === 'failed' ? verdict.reason : null
}

const replyOf = ({ headers, body, truncated, address }: Extract<Outcome, { kind: 'reply' }>) => ({
  headers,
  body,
  truncated,
  ...(address && { address }),
})

/** The headers as the owner may read them again: what they added themselves stays hidden. */
function masked(headers: Record<string, string>, owners: Record<string, string>): Record<string, string> {
  if (Object.keys(owners).length === 0) return headers
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Object.hasOwn(owners, name) ? headerMask : value]),
  )
}
