/** What forms of several steps say in English. */
import type { StepWords } from './words.ts'

export const enSteps: StepWords = { press: 'or press {n}' }
