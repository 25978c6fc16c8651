// The form that every contestant shows: ten questions, the first of which takes typed text.
import type { FieldInput } from '../owner.ts'

const options = (...labels: string[]) => labels.map((label) => ({ value: label.toLowerCase(), label }))

export const TITLE = 'Tell us about your visit'

/** In Fieldpost's own words; the others have these kinds in theirs, or say what stands in for them. */
export const questions = [
  { id: 'f1', name: 'name', kind: 'text', label: 'Your name', required: true },
  { id: 'f2', name: 'email', kind: 'email', label: 'Email', required: true },
  { id: 'f3', name: 'phone', kind: 'phone', label: 'Phone' },
  { id: 'f4', name: 'message', kind: 'long-text', label: 'What happened?' },
  {
    id: 'f5',
    name: 'topic',
    kind: 'single-choice',
    label: 'What is it about?',
    options: options('Sales', 'Support', 'Something else'),
  },
  {
    id: 'f6',
    name: 'channels',
    kind: 'multiple-choice',
    label: 'Where have you seen us?',
    options: options('Search', 'Friends', 'News', 'Shop'),
  },
  {
    id: 'f7',
    name: 'city',
    kind: 'dropdown',
    label: 'Nearest city',
    options: options('Berlin', 'London', 'Madrid', 'Paris', 'Rome', 'Vienna'),
  },
  { id: 'f8', name: 'rating', kind: 'rating', label: 'How was it?' },
  { id: 'f9', name: 'nps', kind: 'nps', label: 'Would you recommend us?' },
  { id: 'f10', name: 'consent', kind: 'consent', label: 'You may answer me by email', required: true },
] as const satisfies FieldInput[]

export type Question = (typeof questions)[number]
export type QuestionKind = Question['kind']
export type QuestionOf<Kind extends QuestionKind> = Extract<Question, { kind: Kind }>
