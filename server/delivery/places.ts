/**
 * Who has how much in flight, who may have more, and what is claimed ahead: the deliveries that take the places
 * which fall free next. Without those a place stays empty for a claim and its commit, and every claim is as small as
 * what fell free meanwhile.
 */
import type { ClaimedDelivery } from '../store/rows.ts'
import type { ClaimRequest } from '../store/store.ts'

export interface WorkerLimits {
  /** Attempts in flight, in all. */
  all: number
  /** Of one webhook; and of one whose last attempt failed, or when half of all places are taken. */
  webhook: number
  failingWebhook: number
  /** Of all webhooks whose last attempt failed; one claim may go over it by what it hands out. */
  failing: number
  /** Of all webhooks at one host and port. */
  host: number
}

/** Receivers that answer within this are claimed ahead for, so that what waits for a place waits for a moment. */
const QUICK_MS = 250
/** What has waited for a place this long is given back: its claim runs on. */
const AHEAD_FOR_MS = 1_000
/**
 * Claimed ahead for a webhook, in times of its places, and claimed again when as many as its places are left. A commit
 * costs as much as ten deliveries do: with two times it had 48 of them, and took 170 us of CPU for each; with four, 150.
 */
const AHEAD = 4
/** Claimed ahead in all. */
const MOST_AHEAD = 512

/** One webhook's, while it has any. */
interface Line {
  host: string
  /** In flight. */
  sending: number
  /** Its last attempt on record succeeded at once. */
  isQuick: boolean
  ahead: { claimed: ClaimedDelivery; since: number }[]
}

export interface Places {
  /** For the next claim. */
  room: ClaimRequest['room']
  /** Takes a place for a delivery that is claimed, or puts it in line and says false. */
  take(claimed: ClaimedDelivery): boolean
  /** Gives a place back, and takes it again for the delivery that is given: the next one in line, if any may follow. */
  leave(claimed: ClaimedDelivery, mayFollow: boolean): ClaimedDelivery | undefined
  /** Whether so few of its deliveries are in line that it is time to claim more. */
  isLow(webhookId: string): boolean
  /** Learns what became of an attempt. */
  judge(claimed: ClaimedDelivery, attempt: { succeeded: boolean; durationMs: number }): void
  /** Takes out of line who has waited for too long, and who waits for one that fails; or everybody. */
  dismiss(everybody?: boolean): ClaimedDelivery[]
  /** How many are in line. */
  ahead(): number
}

/** `held` says how many claims the worker holds, those in line included; `now` is monotonic, in milliseconds. */
export function createPlaces(most: WorkerLimits, held: () => number, now: () => number): Places {
  const lines = new Map<string, Line>()
  const perHost = new Map<string, number>()
  /** Whose attempt was the last to begin at a host: the only one there, while all at the host are its own. */
  const lastAt = new Map<string, Line>()
  /** In flight, of webhooks whose last attempt failed. */
  let failing = 0
  let ahead = 0

  /**
   * A failing webhook gets few places, so that a hundred dead receivers that hang until their timeouts cannot take
   * the places of those that live; and so does every webhook when places grow scarce, because nobody knows of a
   * receiver that it hangs until its first timeout: twenty that did once took all 512 for ten seconds. All failing
   * ones together leave places free, however many they are.
   */
  const areScarce = () => held() - ahead >= most.all / 2
  const placesOf = (isFailing: boolean) => (isFailing || areScarce() ? most.failingWebhook : most.webhook)
  const hostRoom = (host: string) => most.host - (perHost.get(host) ?? 0)

  /** While nobody else needs its places: it is alone at its host, and there are enough. */
  function mayWait({ host, sending, isQuick }: Line): number {
    const isAlone = (perHost.get(host) ?? 0) === sending
    return isQuick && isAlone && !areScarce() ? Math.min(AHEAD * most.webhook, MOST_AHEAD - ahead) : 0
  }

  function enter(line: Line, { webhook }: ClaimedDelivery) {
    line.host = webhook.host
    line.sending++
    perHost.set(webhook.host, (perHost.get(webhook.host) ?? 0) + 1)
    lastAt.set(webhook.host, line)
    if (webhook.failingSince !== null) failing++
  }

  function exit(line: Line, { webhook }: ClaimedDelivery) {
    line.sending--
    const atHost = (perHost.get(webhook.host) ?? 0) - 1
    if (atHost > 0) perHost.set(webhook.host, atHost)
    else {
      perHost.delete(webhook.host)
      lastAt.delete(webhook.host)
    }
    if (webhook.failingSince !== null) failing--
  }

  /** Nothing is kept of who has nothing, so that deleted webhooks leave no trace. */
  function tidy(webhookId: string, line: Line) {
    if (line.sending === 0 && line.ahead.length === 0) lines.delete(webhookId)
  }

  return {
    room: {
      webhook(id, isFailing) {
        if (isFailing && failing >= most.failing) return 0
        const line = lines.get(id)
        const places = placesOf(isFailing)
        if (!line) return places
        return places - line.sending + (isFailing ? 0 : mayWait(line)) - line.ahead.length
      },
      // Who waits in line takes none of the host's places.
      host(host) {
        const line = lastAt.get(host)
        return hostRoom(host) + (line ? Math.max(0, mayWait(line) - line.ahead.length) : 0)
      },
    },

    take(claimed) {
      const { id, host, failingSince } = claimed.webhook
      const line = lines.get(id) ?? { host, sending: 0, isQuick: false, ahead: [] }
      lines.set(id, line)
      const isFull = line.isQuick && line.sending >= placesOf(failingSince !== null)
      if (isFull || hostRoom(host) <= 0) {
        line.ahead.push({ claimed, since: now() })
        ahead++
        return false
      }
      enter(line, claimed)
      return true
    },

    leave(claimed, mayFollow) {
      const { id } = claimed.webhook
      const line = lines.get(id)
      if (!line) throw new Error(`Webhook ${id} has nothing in flight that could end`)
      exit(line, claimed)
      const next = mayFollow && line.sending < placesOf(false) ? line.ahead.shift()?.claimed : undefined
      if (next) {
        ahead--
        enter(line, next)
      }
      tidy(id, line)
      return next
    },

    isLow: (webhookId) => (lines.get(webhookId)?.ahead.length ?? 0) <= most.webhook,

    judge({ webhook }, { succeeded, durationMs }) {
      const line = lines.get(webhook.id)
      if (line) line.isQuick = succeeded && durationMs <= QUICK_MS
    },

    dismiss(everybody = false) {
      const before = now() - AHEAD_FOR_MS
      const gone: ClaimedDelivery[] = []
      for (const [id, line] of lines) {
        const stays = line.ahead.findIndex(({ since }) => !everybody && line.isQuick && since > before)
        const leaving = line.ahead.splice(0, stays < 0 ? line.ahead.length : stays)
        gone.push(...leaving.map(({ claimed }) => claimed))
        ahead -= leaving.length
        tidy(id, line)
      }
      return gone
    },

    ahead: () => ahead,
  }
}
