/** How a route says what it takes and gives, beside its handler; `openapi.ts` makes the document of it. */
import * as form from '@fieldpost/shared/form.ts'
import { Problem, type ProblemCode, problemCodes } from '@fieldpost/shared/problem.ts'
import * as resources from '@fieldpost/shared/resources.ts'
import * as rule from '@fieldpost/shared/rule.ts'
import * as submission from '@fieldpost/shared/submission.ts'
import * as checks from '@fieldpost/shared/webhook/checks.ts'
import * as listen from '@fieldpost/shared/webhook/listen.ts'
import * as settings from '@fieldpost/shared/webhook/settings.ts'
import type { MiddlewareHandler } from 'hono'
import type { DescribeRouteOptions } from 'hono-openapi'
import type * as v from 'valibot'

export const tags = {
  forms: 'Forms, their drafts and published versions.',
  submissions: 'What visitors answered.',
  webhooks: 'Callback URLs and their signing secrets.',
  deliveries: 'What was sent to callback URLs, and what came back.',
  notices: 'What the relay did by itself and owners must know.',
  inbox: "The relay's own receiver, to look at deliveries without a server of one's own.",
  session: 'Who is signed in, and the first owner.',
  visitors: 'What the widget calls from any page: no cookie, no key, open to every origin.',
  operations: 'For whoever runs the relay.',
} as const

/** The schemas that the document names; every other one is written out where it is used. */
export const namedSchemas = {
  Comparison: rule.Comparison,
  Definition: form.Definition,
  Delivery: resources.Delivery,
  DeliveryList: resources.DeliveryList,
  DeliverySummary: resources.DeliverySummary,
  Demo: resources.Demo,
  DiagnoseRequest: checks.DiagnoseRequest,
  Diagnosis: checks.Diagnosis,
  Form: resources.Form,
  FormCreate: resources.FormCreate,
  FormPatch: resources.FormPatch,
  FormSummary: resources.FormSummary,
  Inbox: resources.Inbox,
  InboxMessage: resources.InboxMessage,
  LeaseRequest: listen.LeaseRequest,
  Leased: listen.Leased,
  NewWebhook: resources.NewWebhook,
  OutcomeReport: listen.OutcomeReport,
  NoticeList: resources.NoticeList,
  ProbeResult: checks.ProbeResult,
  Payload: resources.Payload,
  Problem,
  Report: resources.Report,
  ResumedWebhook: resources.ResumedWebhook,
  RotatedWebhook: resources.RotatedWebhook,
  SavedWebhook: resources.SavedWebhook,
  Session: resources.Session,
  Setup: resources.Setup,
  SignalBody: submission.SignalBody,
  Submission: resources.Submission,
  SubmissionBody: submission.SubmissionBody,
  SubmissionReceipt: submission.SubmissionReceipt,
  TestResult: resources.TestResult,
  UploadReceipt: submission.UploadReceipt,
  Version: resources.Version,
  VersionSummary: resources.VersionSummary,
  Webhook: resources.Webhook,
  WebhookHealth: resources.WebhookHealth,
  WebhookInput: settings.WebhookInput,
  WebhookPatch: settings.WebhookPatch,
} satisfies Record<string, v.GenericSchema>

/** A body in the answer: JSON of a schema, another media type, or none at all. */
type Answer = v.GenericSchema | { media: string; about: string } | { about: string }

interface Query {
  readonly entries: Readonly<Record<string, v.GenericSchema>>
}

interface Operation {
  summary: string
  /** More than a line, when the summary cannot say it. */
  about?: string
  tag: keyof typeof tags
  query?: Query
  body?: v.GenericSchema
  /** The body may be left out. */
  optionalBody?: boolean
  answers: Readonly<Record<number, Answer>>
  /** What can go wrong, beside what can go wrong with every call. */
  problems?: readonly ProblemCode[]
  /** Whether anybody may call it. */
  open?: boolean
}

/** What can go wrong with every call, with every owner's call, and with every call that has a body. */
const everywhere: readonly ProblemCode[] = ['internal', 'unavailable']
const forOwners: readonly ProblemCode[] = ['not-signed-in', 'not-allowed']
const forBodies: readonly ProblemCode[] = [
  'malformed-json',
  'invalid-utf8',
  'too-deep',
  'too-large',
  'broken-off',
  'wrong-content-type',
  'content-encoding',
  'invalid-body',
]

/** Stands in for a schema until `openapi.ts` converts them all: converting costs time that a start does not need. */
export const schemaKey = 'x-valibot'

const said = new WeakMap<object, Operation>()

/**
 * Documents a route; put it before the handler. It does nothing to a request, and next to nothing at the start: the
 * library that makes the document is 3 MB of memory, for what most relays are never asked.
 */
export function operation(operation: Operation): MiddlewareHandler {
  const middleware: MiddlewareHandler = (_, next) => next()
  said.set(middleware, operation)
  return middleware
}

/** What a route's handler says of the route, as OpenAPI has it; null when it is not there to say anything. */
export function describedBy(handler: object) {
  const operation = said.get(handler)
  return operation ? operationObject(operation) : null
}

/** An operation as OpenAPI has it, for calls that are documented from outside too. */
export function operationObject(operation: Operation) {
  const { summary, about, tag, query, body, answers, problems = [], open = false } = operation
  const codes = [
    ...problems,
    ...(body ? forBodies : []),
    ...(query ? (['invalid-query'] as const) : []),
    ...(open ? [] : forOwners),
    ...everywhere,
  ]
  return {
    summary,
    ...(about && { description: about }),
    tags: [tag],
    ...(open && { security: [] }),
    ...(query && { parameters: parametersOf(query) }),
    ...(body && {
      requestBody: {
        required: !operation.optionalBody,
        content: { 'application/json': { schema: reference(body) } },
      },
    }),
    responses: { ...answersOf(answers), ...problemsOf(codes) },
  } satisfies DescribeRouteOptions
}

/** What hono-openapi takes for a schema: it only passes it on. */
export type SchemaObject = Exclude<
  NonNullable<
    Extract<NonNullable<DescribeRouteOptions['parameters']>[number], { schema?: unknown }>['schema']
  >,
  { $ref: string }
>
const reference = (schema: v.GenericSchema) => ({ [schemaKey]: schema }) as SchemaObject

const parametersOf = (query: Query) =>
  Object.entries(query.entries).map(([name, schema]) => ({
    name,
    in: 'query' as const,
    required: false,
    schema: reference(schema),
  }))

function answersOf(answers: Operation['answers']) {
  return Object.fromEntries(
    Object.entries(answers).map(([status, answer]) => {
      if ('about' in answer) {
        const content = 'media' in answer && {
          content: { [answer.media]: { schema: { type: 'string' as const } } },
        }
        return [status, { description: answer.about, ...content }]
      }
      return [
        status,
        { description: 'Done.', content: { 'application/json': { schema: reference(answer) } } },
      ]
    }),
  )
}

/** One response for each status, with the codes that it may have. */
function problemsOf(codes: readonly ProblemCode[]) {
  const wanted = new Set(codes)
  const byStatus = Map.groupBy(
    problemCodes.filter(({ code }) => wanted.has(code)),
    ({ status }) => status,
  )
  return Object.fromEntries(
    [...byStatus].map(([status, entries]) => [
      status,
      {
        description: entries.map(({ code, title }) => `\`${code}\`: ${title}.`).join(' '),
        content: { 'application/problem+json': { schema: reference(Problem) } },
        'x-codes': entries.map(({ code }) => code),
      },
    ]),
  )
}
