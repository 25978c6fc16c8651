/** A form's numbers: submissions per day, what the widget signalled, and answers counted field by field. */
import { smileysOf } from '@fieldpost/shared/fields/smiley.ts'
import { Report } from '@fieldpost/shared/resources.ts'
import { Hono } from 'hono'
import * as v from 'valibot'
import type { Clock } from '../clock.ts'
import type { Page, Store } from '../store/store.ts'
import { partsOf } from './export.ts'
import { type AnswerField, fieldsEver } from './fields-ever.ts'
import { ownForm } from './forms.ts'
import type { OwnerEnv } from './guard.ts'
import { operation } from './operation.ts'
import { parseQuery } from './query.ts'

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
      about: 'Every number is of the same days: those that `days` asks for.',
      tag: 'submissions',
      query: ReportQuery,
      answers: { 200: Report },
      problems: ['form-not-found'],
    }),
    async (c) => {
      const { days } = parseQuery(ReportQuery, c)
      const { workspaceId } = c.var.owner
      const { id } = await ownForm(store, workspaceId, c.req.param('id'))
      const today = Math.floor(clock.now() / DAY_MS) * DAY_MS
      const from = today - (days - 1) * DAY_MS
      const activity = await store.countActivity(workspaceId, id, from)
      const signals = new Map(activity.signals.map(({ type, count }) => [type, count]))
      const report: Report = {
        submissions: activity.days.reduce((sum, { submissions }) => sum + submissions, 0),
        views: signals.get('view') ?? 0,
        starts: signals.get('start') ?? 0,
        abandons: signals.get('abandon') ?? 0,
        days: activity.days,
        fields: await countAnswers(store, workspaceId, id, from),
      }
      return c.json(report)
    },
  )
}

type FieldReport = Report['fields'][number]

async function countAnswers(store: Store, workspaceId: string, formId: string, from: number) {
  const tallies = (await fieldsEver(store, workspaceId, formId)).map(createTally)
  const read = (page: Page) => store.listSubmissions(workspaceId, formId, { from }, page)
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

/** Counts one field's answers. */
export function createTally(field: AnswerField) {
  const { name, label, kind } = field
  const values = countable(field)
  const counts = values && new Map(values.map((value) => [value, 0]))
  const isNumeric = kind === 'number' || kind === 'rating' || kind === 'nps'
  let answered = 0
  let sum = 0
  return {
    name,
    add(answer: unknown) {
      answered++
      if (typeof answer === 'number') sum += answer
      for (const value of Array.isArray(answer) ? answer : [answer]) {
        // An option that the owner has removed since was answered all the same.
        counts?.set(String(value), (counts.get(String(value)) ?? 0) + 1)
      }
    },
    report: (): FieldReport => ({
      name,
      label,
      kind,
      answered,
      counts: counts && Array.from(counts, ([value, count]) => ({ value, count })),
      average: isNumeric && answered > 0 ? sum / answered : null,
    }),
  }
}

/** Every answer that a field of few possible answers may get, in its own order; null where anything may come. */
function countable(field: AnswerField): string[] | null {
  switch (field.kind) {
    case 'single-choice':
    case 'multiple-choice':
    case 'dropdown':
      return field.options.map(({ value }) => value)
    case 'yes-no':
    case 'consent':
      return ['true', 'false']
    case 'smiley':
      return [...smileysOf(field)]
    case 'rating':
      return scale(1, field.max)
    case 'nps':
      return scale(0, 10)
    default:
      return null
  }
}

const scale = (least: number, most: number) =>
  Array.from({ length: most - least + 1 }, (_, step) => String(least + step))
