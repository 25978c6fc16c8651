import * as v from 'valibot'
import { question } from './base.ts'
import type { Fault } from './fault.ts'

export const yesNoSettings = v.strictObject(question('yes-no'))

export const yesNoFault = (_: unknown, value: unknown): Fault | undefined =>
  typeof value === 'boolean' ? undefined : ['type']
