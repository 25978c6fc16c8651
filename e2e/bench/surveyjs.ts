// SurveyJS as its documentation embeds it: the library, its renderer and its style sheet as published, then a model.
// Its scripts are deferred, which keeps their order and does not hold up the page. Of its two style sheets, the one
// that loads no fonts from Google.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Contestant } from './contestant.ts'
import { type Question, type QuestionKind, type QuestionOf, questions, TITLE } from './questions.ts'
import type { Shelved } from './shelf.ts'

const require = createRequire(import.meta.url)
const core = dirname(require.resolve('survey-core'))
const ui = dirname(require.resolve('survey-js-ui'))
const { version }: { version: string } = JSON.parse(readFileSync(join(ui, 'package.json'), 'utf8'))

const choices = (question: { options: readonly { value: string; label: string }[] }) =>
  question.options.map(({ value, label }) => ({ value, text: label }))

const elements = {
  text: () => ({ type: 'text' }),
  email: () => ({ type: 'text', inputType: 'email' }),
  phone: () => ({ type: 'text', inputType: 'tel' }),
  'long-text': () => ({ type: 'comment' }),
  'single-choice': (question) => ({ type: 'radiogroup', choices: choices(question) }),
  'multiple-choice': (question) => ({ type: 'checkbox', choices: choices(question) }),
  dropdown: (question) => ({ type: 'dropdown', choices: choices(question) }),
  rating: () => ({ type: 'rating', rateType: 'stars', rateCount: 5 }),
  nps: () => ({ type: 'rating', rateMin: 0, rateMax: 10, rateCount: 11 }),
  consent: () => ({ type: 'boolean', renderAs: 'checkbox' }),
} satisfies { [Kind in QuestionKind]: (question: QuestionOf<Kind>) => object }

const elementOf = (question: Question) => ({
  name: question.name,
  title: question.label,
  ...('required' in question && { isRequired: question.required }),
  // The table's type has checked that each kind's function takes a question of that kind.
  ...(elements[question.kind] as (question: Question) => object)(question),
})

const start = `new Survey.Model(${JSON.stringify({ title: TITLE, elements: questions.map(elementOf) })})
  .render(document.querySelector('#place'))`

const script = (body: string | Buffer): Shelved => ({ type: 'text/javascript; charset=utf-8', body })

export const surveyjsFiles: Record<string, Shelved> = {
  '/surveyjs/survey.core.min.js': script(readFileSync(join(core, 'survey.core.min.js'))),
  '/surveyjs/survey-js-ui.min.js': script(readFileSync(join(ui, 'survey-js-ui.min.js'))),
  '/surveyjs/survey-core.fontless.min.css': {
    type: 'text/css; charset=utf-8',
    body: readFileSync(join(core, 'survey-core.fontless.min.css')),
  },
  '/surveyjs/start.js': script(start),
}

export const surveyjs = (origin: string): Contestant => ({
  name: `SurveyJS ${version}`,
  head: `<link rel="stylesheet" href="${origin}/surveyjs/survey-core.fontless.min.css" />
    <script defer src="${origin}/surveyjs/survey.core.min.js"></script>
    <script defer src="${origin}/surveyjs/survey-js-ui.min.js"></script>
    <script defer src="${origin}/surveyjs/start.js"></script>`,
  place: '',
  limits: [
    'the one of its two style sheets that loads no fonts from Google',
    `survey-js-ui ${version} takes no newer survey-core`,
  ],
})
