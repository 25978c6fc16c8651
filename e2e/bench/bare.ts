// The baseline: the same questions as the browser's own controls, written into the page. Nothing can come sooner.
import type { Contestant } from './contestant.ts'
import { type Question, questions } from './questions.ts'

const tags = (type: string, { name, options }: { name: string; options: readonly { label: string }[] }) =>
  options.map(({ label }) => `<label><input type="${type}" name="${name}" /> ${label}</label>`).join(' ')

const scale = (name: string, from: number, to: number) =>
  tags('radio', {
    name,
    options: Array.from({ length: to - from + 1 }, (_, index) => ({ label: `${from + index}` })),
  })

function control(question: Question): string {
  switch (question.kind) {
    case 'text':
    case 'email':
      return `<input type="${question.kind}" />`
    case 'phone':
      return '<input type="tel" />'
    case 'long-text':
      return '<textarea></textarea>'
    case 'single-choice':
      return tags('radio', question)
    case 'multiple-choice':
      return tags('checkbox', question)
    case 'dropdown':
      return `<select>${question.options.map(({ label }) => `<option>${label}</option>`).join('')}</select>`
    case 'rating':
      return scale(question.name, 1, 5)
    case 'nps':
      return scale(question.name, 0, 10)
    case 'consent':
      return '<input type="checkbox" />'
  }
}

export const bare: Contestant = {
  name: 'bare HTML',
  head: '',
  place: questions
    .map((question) => `<fieldset><legend>${question.label}</legend>${control(question)}</fieldset>`)
    .join('\n'),
  limits: [],
}
