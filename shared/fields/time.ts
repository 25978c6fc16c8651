import * as v from 'valibot'
import { asked, made } from './base.ts'
import type { Fault } from './fault.ts'

/** A time of day, `HH:MM`, from 00:00 to 23:59. */
const isTime = (text: string) => /^([01]\d|2[0-3]):[0-5]\d$/.test(text)

const time = /* @__PURE__ */ made(() =>
  v.pipe(v.string('A time is a text'), v.check(isTime, 'A time is written HH:MM')),
)

export const timeSettings = /* @__PURE__ */ made(() =>
  v.strictObject({
    ...asked('time'),
    /** First and last time of the day that may be chosen. */
    min: v.optional(time),
    max: v.optional(time),
  }),
)

export function timeFault(field: v.InferOutput<typeof timeSettings>, value: unknown): Fault | undefined {
  if (typeof value !== 'string') return ['type']
  if (!isTime(value)) return ['time']
  if (field.min && value < field.min) return ['too-early', field.min]
  return field.max && value > field.max ? ['too-late', field.max] : undefined
}
