// PostHog as a page without its cloud can have it: the published scripts, its HTTP API answered from here, a survey
// drawn in place by its own call. All that surveys do without is switched off, to its advantage.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Contestant } from './contestant.ts'
import { type Question, type QuestionKind, type QuestionOf, questions, TITLE } from './questions.ts'
import type { Shelved } from './shelf.ts'

const require = createRequire(import.meta.url)
const dist = dirname(require.resolve('posthog-js'))
const { version }: { version: string } = JSON.parse(readFileSync(join(dist, '..', 'package.json'), 'utf8'))

const SURVEY = '00000000-0000-4000-8000-000000000001'

const labels = (question: { options: readonly { label: string }[] }) =>
  question.options.map(({ label }) => label)

const kinds = {
  text: () => ({ type: 'open' }),
  email: () => ({ type: 'open' }),
  phone: () => ({ type: 'open' }),
  'long-text': () => ({ type: 'open' }),
  'single-choice': (question) => ({ type: 'single_choice', choices: labels(question) }),
  'multiple-choice': (question) => ({ type: 'multiple_choice', choices: labels(question) }),
  dropdown: (question) => ({ type: 'single_choice', choices: labels(question) }),
  rating: () => ({ type: 'rating', display: 'number', scale: 5 }),
  nps: () => ({ type: 'rating', display: 'number', scale: 10 }),
  consent: () => ({ type: 'multiple_choice', choices: ['Yes'] }),
} satisfies { [Kind in QuestionKind]: (question: QuestionOf<Kind>) => object }

const questionOf = (question: Question) => ({
  id: question.id,
  question: question.label,
  optional: !('required' in question),
  // The table's type has checked that each kind's function takes a question of that kind.
  ...(kinds[question.kind] as (question: Question) => object)(question),
})

const survey = {
  id: SURVEY,
  name: TITLE,
  description: '',
  type: 'api',
  schedule: 'always',
  start_date: '2026-01-01T00:00:00Z',
  end_date: null,
  questions: questions.map(questionOf),
  conditions: null,
  appearance: {},
}

const start = `posthog.init('phc_bench', {
  api_host: new URL(document.currentScript.src).origin,
  autocapture: false,
  capture_pageview: false,
  capture_pageleave: false,
  disable_session_recording: true,
  advanced_disable_flags: true,
  advanced_enable_surveys: true,
  disable_surveys_automatic_display: true,
})
posthog.onSurveysLoaded(() => posthog.displaySurvey('${SURVEY}', { displayType: 'inline', selector: '#place' }))`

const script = (body: string | Buffer): Shelved => ({ type: 'text/javascript; charset=utf-8', body })

export const posthogFiles: Record<string, Shelved> = {
  '/static/array.js': script(readFileSync(join(dist, 'array.js'))),
  [`/static/${version}/surveys.js`]: script(readFileSync(join(dist, 'surveys.js'))),
  '/posthog/start.js': script(start),
  '/api/surveys/': { type: 'application/json', body: JSON.stringify({ surveys: [survey] }) },
}

export const posthog = (origin: string): Contestant => ({
  name: `PostHog ${version}`,
  head: `<script defer src="${origin}/static/array.js"></script>
    <script defer src="${origin}/posthog/start.js"></script>`,
  place: '',
  limits: [
    'draws one question at a time',
    'has no email, phone, dropdown or consent: open text, single choice and a single box stand in',
    'its scripts as published; a bundler can leave out some of the first',
  ],
})
