/** What visitors answered, for the owner: the list, one of them, its erasure, and the exports. */
import { listOf, Submission } from '@fieldpost/shared/resources.ts'
import { meets } from '@fieldpost/shared/webhook/condition.ts'
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import type { Clock } from '../clock.ts'
import { deliveriesOf, formEvent, subscribed } from '../intake/accept.ts'
import type { Page, SubmissionFilter, SubmissionRow } from '../store/rows.ts'
import type { Store } from '../store/store.ts'
import type { Sweeper } from '../uploads/sweep.ts'
import { columnsOf } from './columns.ts'
import { csvOf, jsonLinesOf } from './export.ts'
import { fieldsEver } from './fields-ever.ts'
import { ownForm } from './forms.ts'
import type { OwnerEnv } from './guard.ts'
import { operation } from './operation.ts'
import { ProblemError } from './problem.ts'
import { listed, parseQuery, SubmissionFilterQuery, SubmissionQuery, shownMoment } from './query.ts'

const CsvQuery = v.object({
  ...SubmissionFilterQuery.entries,
  bom: v.optional(
    v.pipe(
      v.picklist(['0', '1'], 'bom is 0 or 1'),
      v.description('1 begins with a byte order mark, for Excel.'),
    ),
    '0',
  ),
})

interface Deps {
  publicUrl: string
  store: Store
  clock: Clock
  /** Called after a commit that owes something. */
  wake: () => void
  sweeper: Pick<Sweeper, 'clean'>
}

export function responseRoutes({ publicUrl, store, clock, wake, sweeper }: Deps) {
  /** Reads a form's submissions part by part, after a look at whose form it is. */
  async function reader(c: Context<OwnerEnv>, formId: string, filter: SubmissionFilter) {
    const { workspaceId } = c.var.owner
    await ownForm(store, workspaceId, formId)
    const { status, q, from, to } = filter
    return async (page: Page) => {
      const { items, next } = await store.listSubmissions(workspaceId, formId, { status, q, from, to }, page)
      return { items: items.map(shownSubmission), next }
    }
  }

  return new Hono<OwnerEnv>()
    .get(
      '/forms/:id/submissions',
      operation({
        summary: "List a form's submissions, newest first",
        tag: 'submissions',
        query: SubmissionQuery,
        answers: { 200: listOf(Submission) },
        problems: ['form-not-found'],
      }),
      async (c) => {
        const query = parseQuery(SubmissionQuery, c)
        const read = await reader(c, c.req.param('id'), query)
        return c.json(listed(await read(query), (submission) => submission))
      },
    )
    .get(
      '/forms/:id/submissions.csv',
      operation({
        summary: 'Export submissions as CSV',
        about:
          'Columns: `id`, `created`, `status`, then the fields of every version: a matrix has one for each row, ' +
          '`name.row`, and an address one for each part, `name.part`. Several options are joined by a comma; a file ' +
          "is its name and where to download it. Cells that a spreadsheet would take for a formula begin with `'`.",
        tag: 'submissions',
        query: CsvQuery,
        answers: { 200: { media: 'text/csv', about: 'A header line, then a line for each submission.' } },
        problems: ['form-not-found'],
      }),
      async (c) => {
        const { bom, ...filter } = parseQuery(CsvQuery, c)
        const formId = c.req.param('id')
        const read = await reader(c, formId, filter)
        const fields = await fieldsEver(store, c.var.owner.workspaceId, formId)
        const addressOf = (uploadId: string) => `${publicUrl}/api/uploads/${uploadId}`
        const csv = csvOf(fields.flatMap(columnsOf), read, { mark: bom === '1', addressOf })
        return streamed(c, csv, 'text/csv', `${formId}.csv`)
      },
    )
    .get(
      '/forms/:id/submissions.jsonl',
      operation({
        summary: 'Export submissions as JSON lines',
        tag: 'submissions',
        query: SubmissionFilterQuery,
        answers: { 200: { media: 'application/jsonl', about: 'A submission in each line.' } },
        problems: ['form-not-found'],
      }),
      async (c) => {
        const formId = c.req.param('id')
        const read = await reader(c, formId, parseQuery(SubmissionFilterQuery, c))
        return streamed(c, jsonLinesOf(read), 'application/jsonl', `${formId}.jsonl`)
      },
    )
    .get(
      '/submissions/:id',
      operation({
        summary: 'Read a submission',
        tag: 'submissions',
        answers: { 200: Submission },
        problems: ['not-found'],
      }),
      async (c) => c.json(shownSubmission(await ownSubmission(c, c.req.param('id')))),
    )
    .delete(
      '/submissions/:id',
      operation({
        summary: 'Erase a submission',
        about:
          "Its files are deleted, its deliveries are cancelled, and what their log and the relay's own inbox held of it is deleted. Webhooks that take `form.submission.erased` are told, without the answers.",
        tag: 'submissions',
        answers: { 204: { about: 'It is gone.' } },
        problems: ['not-found'],
      }),
      async (c) => {
        const submission = await ownSubmission(c, c.req.param('id'))
        const version = await store.findVersion(submission.formId, submission.version)
        let owed = 0
        const erased = await store.eraseSubmission(
          submission.workspaceId,
          submission.id,
          ({ id, status, answers, createdAt }, toldOf) =>
            (webhooks) => {
              const wanting = version ? subscribed(webhooks, 'form.submission.erased') : []
              if (!version || wanting.length === 0) return []
              const given = JSON.parse(answers)
              // Who was sent it must forget it, although the condition may have become another one since.
              const told = wanting.filter(
                (webhook) =>
                  toldOf.has(webhook.id) || meets(webhook.settings.condition, version.definition, given),
              )
              owed = told.length
              if (owed === 0) return []
              const gone = { id, answers: {}, status, createdAt: shownMoment(createdAt), context: {} }
              return deliveriesOf(
                formEvent(version, 'form.submission.erased', gone, shownMoment(clock.now())),
                told,
              )
            },
        )
        if (!erased) throw submissionNotFound(submission.id)
        if (owed > 0) wake()
        await sweeper.clean()
        return c.body(null, 204)
      },
    )

  async function ownSubmission(c: Context<OwnerEnv>, id: string): Promise<SubmissionRow> {
    const submission = await store.findSubmission(c.var.owner.workspaceId, id)
    if (!submission) throw submissionNotFound(id)
    return submission
  }
}

const submissionNotFound = (id: string) =>
  new ProblemError('not-found', `No submission of yours has the id ${id}.`)

const shownSubmission = ({
  id,
  formId,
  version,
  status,
  answers,
  context,
  createdAt,
}: SubmissionRow): Submission => ({
  id,
  formId,
  version,
  status,
  answers: JSON.parse(answers),
  context: Object.fromEntries(
    Object.entries(context).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])),
  ),
  createdAt: shownMoment(createdAt),
})

/** Text that is made while it is sent: as slow as the reader, and over when the reader leaves. */
function streamed(c: Context, text: AsyncIterable<string>, type: string, filename: string): Response {
  const body = ReadableStream.from(text).pipeThrough(new TextEncoderStream())
  return c.body(body, 200, {
    'content-type': `${type}; charset=utf-8`,
    // Ids of forms are letters and digits.
    'content-disposition': `attachment; filename="${filename}"`,
  })
}
