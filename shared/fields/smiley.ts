import * as v from 'valibot'
import { asked, made } from './base.ts'
import type { Fault } from './fault.ts'

/** From worst to best; a form shows all five or the middle three. */
export const smileys = ['terrible', 'bad', 'okay', 'good', 'great'] as const

export const smileySettings = /* @__PURE__ */ made(() =>
  v.strictObject({
    ...asked('smiley'),
    count: v.optional(v.picklist([3, 5], 'A smiley scale has 3 or 5 faces'), 5),
  }),
)

export const smileysOf = (field: { count: 3 | 5 }) => (field.count === 3 ? smileys.slice(1, 4) : smileys)

export const smileyFault = (field: { count: 3 | 5 }, value: unknown): Fault | undefined =>
  smileysOf(field).some((face) => face === value) ? undefined : ['option']
