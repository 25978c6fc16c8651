/** What a form's webhooks send, for who writes a receiver: schema, types and an example, to look at and to download. */
import { Payload } from '@fieldpost/shared/resources.ts'
import { bodyFormats, contentTypes } from '@fieldpost/shared/webhook/body.ts'
import { createdEvent, type EventType, eventTypes } from '@fieldpost/shared/webhook/event.ts'
import {
  eventsOf,
  type PayloadForm,
  payloadExample,
  payloadOf,
} from '@fieldpost/shared/webhook/payload/payload.ts'
import { webhookDefaults } from '@fieldpost/shared/webhook/settings.ts'
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import type { Clock } from '../clock.ts'
import type { SubmissionRow } from '../store/rows.ts'
import type { Store } from '../store/store.ts'
import { disposition } from './disposition.ts'
import { ownForm, ownVersion } from './forms.ts'
import type { OwnerEnv } from './guard.ts'
import { operation } from './operation.ts'
import { ownWebhook, webhookNotFound } from './own-webhook.ts'
import { parseQuery, shownMoment } from './query.ts'

/** So many of the newest submissions are looked at for one of the version. */
const LOOKED_AT = 50

const events = [...eventTypes, 'webhook.test', 'all'] as const
const oneOf = <const Options extends readonly string[]>(name: string, options: Options, about: string) =>
  v.optional(v.pipe(v.picklist(options, `${name} is one of: ${options.join(', ')}`), v.description(about)))

const PayloadQuery = v.object({
  version: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^(draft|[1-9]\d{0,8})$/, 'version is the number of a version, or draft'),
      v.description('The newest when absent, or the draft of a form that was never published.'),
    ),
  ),
  webhook: v.optional(
    v.pipe(v.string(), v.description('A webhook of the form, whose settings stand for what is absent here.')),
  ),
  format: oneOf('format', bodyFormats, `\`${webhookDefaults.format}\` when absent.`),
  contentType: oneOf('contentType', contentTypes, `\`${webhookDefaults.contentType}\` when absent.`),
  event: oneOf(
    'event',
    events,
    'When absent, the first that the webhook takes, or that of a new submission. `all` makes a union of every ' +
      'event that the webhook takes, and of tests.',
  ),
})

interface Deps {
  store: Store
  clock: Clock
}

export function payloadRoutes({ store, clock }: Deps) {
  /** What the address asks for, with a version of a form that is the owner's. */
  async function asked(c: Context<OwnerEnv>, formId: string) {
    const { workspaceId } = c.var.owner
    const query = parseQuery(PayloadQuery, c)
    const row = await ownForm(store, workspaceId, formId)
    const webhook = query.webhook ? await ownWebhook(store, workspaceId, query.webhook) : null
    if (webhook && webhook.formId !== row.id) throw webhookNotFound(webhook.id)
    const wanted = query.version ?? (row.version === null ? 'draft' : String(row.version))
    const source = wanted === 'draft' ? row : await ownVersion(store, row, wanted)
    const form: PayloadForm = {
      id: row.id,
      title: source.title,
      kind: row.kind,
      definition: source.definition,
    }
    const settings = webhook?.settings ?? webhookDefaults
    const taken = takenEvents(form, webhook?.settings.events)
    const event = query.event ?? taken[0]
    return {
      form,
      version: wanted === 'draft' ? null : Number(wanted),
      format: query.format ?? settings.format,
      contentType: query.contentType ?? settings.contentType,
      event,
      events: event === 'all' ? taken : ([event] as const),
    }
  }

  /** The newest submission of this version that such an event would tell of. */
  async function recent(workspaceId: string, formId: string, version: number | null, event: EventType) {
    if (version === null || event === 'webhook.test' || event === 'form.submission.flagged') return null
    const status = event === 'form.submission.partial' ? 'partial' : 'completed'
    const page = { limit: LOOKED_AT }
    const { items } = await store.listSubmissions(workspaceId, formId, { status }, page)
    return items.find((submission) => submission.version === version) ?? null
  }

  return new Hono<OwnerEnv>()
    .get(
      '/forms/:id/payload',
      operation({
        summary: "What a form's webhooks send",
        about:
          'A JSON Schema, TypeScript types and an example of one event, for a version of the form. The example is of ' +
          'a recent submission when there is one, and made up otherwise (`real`).',
        tag: 'webhooks',
        query: PayloadQuery,
        answers: { 200: Payload },
        problems: ['form-not-found', 'not-found'],
      }),
      async (c) => {
        const { workspaceId } = c.var.owner
        const request = await asked(c, c.req.param('id'))
        const { form, version, format, contentType, event, events } = request
        const [type] = events
        const submission = await recent(workspaceId, form.id, version, type)
        const createdAt = shownMoment(submission?.createdAt ?? clock.now())
        const told = { id: 'evt_example', type, createdAt, workspaceId }
        const example = payloadExample(request, told, submission && answered(submission))
        const { schema, types } = payloadOf(request)
        const payload: Payload = {
          version,
          format,
          contentType,
          event,
          schema,
          types,
          example,
          real: submission !== null,
        }
        return c.json(payload)
      },
    )
    .get(
      '/forms/:id/payload.schema.json',
      operation({
        summary: "Download the JSON Schema of what a form's webhooks send",
        tag: 'webhooks',
        query: PayloadQuery,
        answers: { 200: { media: 'application/schema+json', about: 'JSON Schema, draft 2020-12.' } },
        problems: ['form-not-found', 'not-found'],
      }),
      async (c) => {
        const request = await asked(c, c.req.param('id'))
        const text = `${JSON.stringify(payloadOf(request).schema, null, 2)}\n`
        return file(c, text, 'application/schema+json', `${request.form.id}.payload.schema.json`)
      },
    )
    .get(
      '/forms/:id/payload.d.ts',
      operation({
        summary: "Download TypeScript types of what a form's webhooks send",
        tag: 'webhooks',
        query: PayloadQuery,
        answers: { 200: { media: 'text/plain', about: 'A TypeScript file that stands alone.' } },
        problems: ['form-not-found', 'not-found'],
      }),
      async (c) => {
        const request = await asked(c, c.req.param('id'))
        const { types } = payloadOf(request)
        return file(c, types, 'text/plain; charset=utf-8', `${request.form.id}.payload.d.ts`)
      },
    )
}

/** The events that a webhook is sent, in the order of what is usual, and tests, which it is sent when asked for. */
function takenEvents(
  form: PayloadForm,
  chosen: readonly EventType[] | undefined,
): readonly [EventType, ...EventType[]] {
  const all = eventsOf(form.kind)
  if (!chosen) return all
  const [first, ...more] = all.filter((event) => event === 'webhook.test' || chosen.includes(event))
  return first ? [first, ...more] : [createdEvent(form.kind)]
}

const answered = ({ id, answers, status, createdAt, context }: SubmissionRow) => ({
  id,
  answers: JSON.parse(answers),
  status,
  createdAt: shownMoment(createdAt),
  context,
})

const file = (c: Context, text: string, type: string, name: string) =>
  c.body(text, 200, { 'content-type': type, 'content-disposition': disposition('attachment', name) })
