import * as v from 'valibot'
import { question } from './base.ts'

export const yesNoSettings = v.strictObject(question('yes-no'))

export const yesNoAnswer = () => v.boolean('type')
