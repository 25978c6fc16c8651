/**
 * From what a visitor sent to what is on disk: the version that the visitor saw, the same logic and validator that
 * the browser ran, then one transaction for the submission and everything that is owed for it.
 */
import { type AnswerIssue, checkAnswers, type Judge } from '@fieldpost/shared/answers.ts'
import type { Answers } from '@fieldpost/shared/fields/index.ts'
import { judge as everyJudge } from '@fieldpost/shared/judge.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import type { SubmissionBody, SubmissionContext } from '@fieldpost/shared/submission.ts'
import { renderBody } from '@fieldpost/shared/webhook/body.ts'
import { meets } from '@fieldpost/shared/webhook/condition.ts'
import { createdEvent, type FormEvent } from '@fieldpost/shared/webhook/event.ts'
import type { Clock } from '../clock.ts'
import { timedId } from '../id.ts'
import type { NewDelivery, VersionRow } from '../store/rows.ts'
import type { Owe, Store } from '../store/store.ts'
import { type ClosedReason, closedByTime, closedText } from './closed.ts'
import { matches, preparePatterns } from './patterns.ts'
import { notUploaded, settleUploads } from './uploads.ts'

export type Intake = ReturnType<typeof createIntake>

export type IntakeResult =
  | { outcome: 'accepted'; id: string }
  | { outcome: 'duplicate'; id: string }
  /** What there is so far is kept; `again` in place of what there was before. */
  | { outcome: 'partial'; id: string; again: boolean }
  | { outcome: 'invalid'; issues: AnswerIssue[] }
  /** `text` says why to the visitor. */
  | { outcome: 'closed'; reason: ClosedReason; text: string }
  | { outcome: 'key-reused' | 'form-missing' | 'form-unpublished' | 'version-missing' | 'origin-refused' }
  /** The form takes only whole submissions, or this partial one has no key to be known again by. */
  | { outcome: 'partial-refused' | 'partial-keyless' }

export interface IntakeDeps {
  store: Pick<
    Store,
    'publishedVersion' | 'findVersion' | 'acceptSubmission' | 'savePartial' | 'countCompleted' | 'findUploads'
  >
  clock: Clock
  /** Called after a commit that owes something. */
  wake: () => void
}

/** So many submissions on their way to disk at once mean that visitors are waiting for each other. */
const BUSY_AT = 16
/** And for so long afterwards: between two commits there are few for a moment, and the next are on their way. */
const BUSY_FOR_MS = 50
const MINUTE_MS = 60_000

/** Strangers' texts meet owners' patterns only on an engine that is never slow. */
const judge: Judge = { ...everyJudge, matches }

/** Versions kept in memory. They never change, so nothing ever has to be told that one did. */
const VERSIONS_KEPT = 500

export function createIntake({ store, clock, wake }: IntakeDeps) {
  const versions = new Map<string, VersionRow>()
  let underWay = 0
  let busyUntil = 0

  async function version(formId: string, number: number): Promise<VersionRow | null> {
    const key = `${formId}/${number}`
    const known = versions.get(key)
    if (known) return known
    const found = await store.findVersion(formId, number)
    if (!found) return null
    await preparePatterns(found.definition)
    if (versions.size >= VERSIONS_KEPT)
      for (const oldest of versions.keys()) if (versions.delete(oldest)) break
    versions.set(key, found)
    return found
  }

  /** The version that a submission is for: the one it names, or the newest. */
  async function find(formId: string, wanted: number | undefined) {
    if (wanted !== undefined) {
      const row = await version(formId, wanted)
      if (row) return row
    }
    const newest = await store.publishedVersion(formId)
    if (newest === null) return 'form-missing'
    if (newest === 'unpublished') return 'form-unpublished'
    if (wanted !== undefined) return 'version-missing'
    return (await version(formId, newest)) ?? 'form-missing'
  }

  /** Why a form takes no answers now; undefined when it does. By its newest version: an old page is bound by it, too. */
  async function closed({ formId, definition: { settings } }: VersionRow): Promise<ClosedReason | undefined> {
    const { quota } = settings
    const byTime = closedByTime(settings, clock.now())
    if (byTime || quota === null || quota === undefined) return byTime
    return (await store.countCompleted(formId)) >= quota ? 'full' : undefined
  }

  return {
    version,
    find,
    closed,

    /**
     * Accepts a submission or says why not. `origin` is the page's, as the browser gave it. Resolves only when what
     * was accepted is on disk; throws `StoreUnavailable` when it cannot be put there.
     */
    async accept(formId: string, body: SubmissionBody, origin: string | null): Promise<IntakeResult> {
      underWay++
      if (underWay >= BUSY_AT) busyUntil = clock.now() + BUSY_FOR_MS
      try {
        return await accept(formId, body, origin)
      } finally {
        underWay--
      }
    },

    /** Whether the relay has its hands full with submissions. */
    isBusy: () => clock.now() < busyUntil,
  }

  async function accept(formId: string, body: SubmissionBody, origin: string | null): Promise<IntakeResult> {
    const newest = await find(formId, undefined)
    if (typeof newest === 'string') return { outcome: newest }
    // Who may send, and when, is what the owner says now; what is asked is what the visitor saw.
    const { origins, quota } = newest.definition.settings
    if (origins.length > 0 && !(origin && origins.includes(origin))) return { outcome: 'origin-refused' }
    const form = body.version === undefined ? newest : await find(formId, body.version)
    if (typeof form === 'string') return { outcome: form }
    const { key = null, partial = false, context = {} } = body
    const { settings } = form.definition
    if (partial && !settings.partial) return { outcome: 'partial-refused' }
    if (partial && key === null) return { outcome: 'partial-keyless' }
    const refused = (reason: ClosedReason): IntakeResult => ({
      outcome: 'closed',
      reason,
      text: closedText(newest.definition, reason, context.language),
    })

    const byTime = closedByTime(newest.definition.settings, clock.now())
    const checked = checkAnswers(form.definition, withHidden(body), judge, partial)
    if (!checked.ok) return byTime ? refused(byTime) : { outcome: 'invalid', issues: checked.issues }
    const settled = await settleUploads(store, form, checked.answers)
    if (!settled.ok) return byTime ? refused(byTime) : { outcome: 'invalid', issues: settled.issues }
    const { answers, uploads } = settled

    const submission = {
      id: timedId('sub'),
      formId,
      workspaceId: form.workspaceId,
      version: form.version,
      key,
      answers: JSON.stringify(answers),
      context,
      uploads,
      closed: byTime !== undefined,
      quota: quota ?? null,
    }
    const result =
      partial && key !== null
        ? await store.savePartial({ ...submission, key }, clock.now() + settings.partialMinutes * MINUTE_MS)
        : await store.acceptSubmission(submission, owedFor(form, answers, context))
    switch (result.outcome) {
      case 'accepted':
        if (result.deliveries > 0) wake()
        return { outcome: 'accepted', id: result.id }
      case 'saved':
        return { outcome: 'partial', id: result.id, again: result.again }
      case 'upload-missing':
        return { outcome: 'invalid', issues: [notUploaded(result.field)] }
      case 'closed':
        return refused(byTime ?? 'late')
      case 'full':
        return refused('full')
      default:
        return result
    }
  }

  function owedFor(form: VersionRow, answers: Answers, context: SubmissionContext): Owe {
    return (webhooks, id) => {
      const type = createdEvent(form.kind)
      const due = subscribed(webhooks, type).filter(({ settings }) =>
        meets(settings.condition, form.definition, answers),
      )
      if (due.length === 0) return []
      const createdAt = new Date(clock.now()).toISOString()
      return deliveriesOf(
        formEvent(form, type, { id, answers, status: 'completed', createdAt, context }),
        due,
      )
    }
  }
}

/** Of these webhooks, those that want to be told of such events. */
export const subscribed = (webhooks: Parameters<Owe>[0], type: FormEvent['type']) =>
  webhooks.filter(({ settings }) => settings.events.includes(type))

/** An event about a form's version, with an id of its own. */
export function formEvent(
  form: Pick<VersionRow, 'formId' | 'workspaceId' | 'title' | 'kind' | 'definition'>,
  type: FormEvent['type'],
  submission: FormEvent['submission'],
  now = submission?.createdAt ?? new Date().toISOString(),
): FormEvent {
  return {
    id: timedId('evt'),
    type,
    createdAt: now,
    workspaceId: form.workspaceId,
    form: { id: form.formId, title: form.title, kind: form.kind, fields: fieldsOf(form.definition) },
    submission,
  }
}

/** What an event owes to these webhooks: one delivery each, rendered now, so that its bytes never change. */
export function deliveriesOf(event: FormEvent, webhooks: Parameters<Owe>[0]): NewDelivery[] {
  return webhooks.map(({ id, settings: { format, contentType } }) => ({
    id: timedId('dlv'),
    webhookId: id,
    eventId: event.id,
    eventType: event.type,
    contentType,
    body: renderBody(format, contentType, event),
  }))
}

/** Hidden fields are answers like others; what the page gave under `hidden` wins over `answers`. */
function withHidden({ answers, hidden }: SubmissionBody): Record<string, unknown> {
  if (!hidden) return answers
  const all: Answers = Object.create(null)
  return Object.assign(all, answers, hidden)
}
