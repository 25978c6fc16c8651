/**
 * From what a visitor sent to what is on disk: the version that the visitor saw, the same logic and validator that
 * the browser ran, then one transaction for the submission and everything that is owed for it.
 */
import { type AnswerIssue, checkAnswers, type Judge } from '@fieldpost/shared/answers.ts'
import type { Answers } from '@fieldpost/shared/fields/index.ts'
import { judge as everyJudge } from '@fieldpost/shared/judge.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import type { SubmissionBody } from '@fieldpost/shared/submission.ts'
import { renderBody } from '@fieldpost/shared/webhook/body.ts'
import { createdEvent, type FormEvent } from '@fieldpost/shared/webhook/event.ts'
import type { Clock } from '../clock.ts'
import { timedId } from '../id.ts'
import type { NewDelivery, Owe, Store, VersionRow } from '../store/store.ts'
import { matches, preparePatterns } from './patterns.ts'
import { notUploaded, settleUploads } from './uploads.ts'

export type Intake = ReturnType<typeof createIntake>

export type IntakeResult =
  | { outcome: 'accepted'; id: string }
  | { outcome: 'duplicate'; id: string }
  | { outcome: 'invalid'; issues: AnswerIssue[] }
  | { outcome: 'key-reused' | 'form-missing' | 'form-unpublished' | 'version-missing' | 'origin-refused' }

export interface IntakeDeps {
  store: Pick<Store, 'publishedVersion' | 'findVersion' | 'acceptSubmission' | 'findUploads'>
  clock: Clock
  /** Called after a commit that owes something. */
  wake: () => void
}

/** So many submissions on their way to disk at once mean that visitors are waiting for each other. */
const BUSY_AT = 16
/** And for so long afterwards: between two commits there are few for a moment, and the next are on their way. */
const BUSY_FOR_MS = 50

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

  return {
    version,
    find,

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
    const form = await find(formId, body.version)
    if (typeof form === 'string') return { outcome: form }
    const { origins } = form.definition.settings
    if (origins.length > 0 && !(origin && origins.includes(origin))) return { outcome: 'origin-refused' }

    const checked = checkAnswers(form.definition, withHidden(body), judge)
    if (!checked.ok) return { outcome: 'invalid', issues: checked.issues }
    const settled = await settleUploads(store, form, checked.answers)
    if (!settled.ok) return { outcome: 'invalid', issues: settled.issues }
    const { answers, uploads } = settled

    const id = timedId('sub')
    const context = body.context ?? {}
    const result = await store.acceptSubmission(
      {
        id,
        formId,
        workspaceId: form.workspaceId,
        version: form.version,
        key: body.key ?? null,
        answers: JSON.stringify(answers),
        context,
        uploads,
      },
      owedFor(form, () => ({
        id,
        answers,
        status: 'completed',
        createdAt: new Date(clock.now()).toISOString(),
        context,
      })),
    )
    if (result.outcome === 'accepted') {
      if (result.deliveries > 0) wake()
      return { outcome: 'accepted', id }
    }
    if (result.outcome === 'upload-missing')
      return { outcome: 'invalid', issues: [notUploaded(result.field)] }
    return result
  }

  function owedFor(form: VersionRow, submission: () => NonNullable<FormEvent['submission']>): Owe {
    return (webhooks) => {
      const type = createdEvent(form.kind)
      const due = webhooks.filter((webhook) => webhook.settings.events.includes(type))
      if (due.length === 0) return []
      return deliveriesOf(formEvent(form, type, submission()), due)
    }
  }
}

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
