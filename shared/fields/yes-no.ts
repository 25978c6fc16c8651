import * as v from 'valibot'
import { asked, made } from './base.ts'
import type { Fault } from './fault.ts'

export const yesNoSettings = /* @__PURE__ */ made(() => v.strictObject(asked('yes-no')))

export const yesNoFault = (_: unknown, value: unknown): Fault | undefined =>
  typeof value === 'boolean' ? undefined : ['type']
