/** A form's numbers: submissions per day, what the widget signalled, and answers counted field by field. */
import { stepsOf } from '@fieldpost/shared/pages.ts'
import { Report } from '@fieldpost/shared/resources.ts'
import { Hono } from 'hono'
import * as v from 'valibot'
import type { Clock } from '../clock.ts'
import type { FormRow, Page } from '../store/rows.ts'
import type { Store } from '../store/store.ts'
import { partsOf } from './export.ts'
import { fieldsEver } from './fields-ever.ts'
import { ownForm } from './forms.ts'
import type { OwnerEnv } from './guard.ts'
import { operation } from './operation.ts'
import { parseQuery } from './query.ts'
import { createTally } from './tally.ts'

const DAY_MS = 86_400_000
const DAYS = { usual: 30, most: 366 }

const daysRule = `days is a whole number from 1 to ${DAYS.most}`
const ReportQuery = v.object({
  days: v.optional(
    v.pipe(
      v.string(),
      v.description(`How many days, today included (UTC); ${DAYS.usual} when absent, ${DAYS.most} at most.`),
      v.check((text) => /^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= DAYS.most, daysRule),
      v.transform(Number),
    ),
    String(DAYS.usual),
  ),
})

export function reportRoutes({ store, clock }: { store: Store; clock: Clock }) {
  return new Hono<OwnerEnv>().get(
    '/forms/:id/report',
    operation({
      summary: "Read a form's numbers",
      about:
        'Every number is of the same days: those that `days` asks for. Answers are counted of completed submissions. ' +
        'Steps are those of the published version.',
      tag: 'submissions',
      query: ReportQuery,
      answers: { 200: Report },
      problems: ['form-not-found'],
    }),
    async (c) => {
      const { days } = parseQuery(ReportQuery, c)
      const { workspaceId } = c.var.owner
      const form = await ownForm(store, workspaceId, c.req.param('id'))
      const today = Math.floor(clock.now() / DAY_MS) * DAY_MS
      const from = today - (days - 1) * DAY_MS
      const { days: perDay, partials, signals } = await store.countActivity(workspaceId, form.id, from)
      const signalled = (wanted: string) =>
        signals.filter(({ type }) => type === wanted).reduce((sum, { count }) => sum + count, 0)
      const report: Report = {
        submissions: perDay.reduce((sum, { submissions }) => sum + submissions, 0),
        partials,
        views: signalled('view'),
        starts: signalled('start'),
        abandons: signalled('abandon'),
        days: perDay,
        steps: await countSteps(store, form, signals),
        fields: await countAnswers(store, workspaceId, form.id, from),
      }
      return c.json(report)
    },
  )
}

/** Only completed submissions: what was left half done would pull every number its way. */
async function countAnswers(store: Store, workspaceId: string, formId: string, from: number) {
  const tallies = (await fieldsEver(store, workspaceId, formId)).map(([newest]) => createTally(newest))
  const read = (page: Page) => store.listSubmissions(workspaceId, formId, { from, status: 'completed' }, page)
  for await (const rows of partsOf(read)) {
    for (const row of rows) {
      const answers: Record<string, unknown> = JSON.parse(row.answers)
      for (const tally of tallies) {
        if (Object.hasOwn(answers, tally.name)) tally.add(answers[tally.name])
      }
    }
  }
  return tallies.map((tally) => tally.report())
}

/** How many came to each step of the newest version, and how many left there. */
async function countSteps(
  store: Store,
  { id, version }: Pick<FormRow, 'id' | 'version'>,
  signals: readonly { type: string; page: string; count: number }[],
): Promise<Report['steps']> {
  const row = version === null ? null : await store.findVersion(id, version)
  if (!row) return []
  const count = (type: string, page?: string) =>
    signals
      .filter((signal) => signal.type === type && (page === undefined || signal.page === page))
      .reduce((sum, signal) => sum + signal.count, 0)
  return stepsOf(row.definition)
    .filter(({ fields }) => fields.some(({ kind }) => kind !== 'hidden'))
    .map(({ id, title, fields: [field] }, index) => ({
      id,
      title: row.definition.settings.steps === 'questions' ? field?.label || title : title,
      // Who begins is on the first step, whether that is signalled or not.
      reached: index === 0 ? Math.max(count('page', id), count('start')) : count('page', id),
      abandoned: count('abandon', id),
    }))
}
