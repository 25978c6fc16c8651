import * as v from 'valibot'
import { asked, made } from './base.ts'
import type { Fault } from './fault.ts'

/** A calendar day, `YYYY-MM-DD`, that exists. */
export const isDay = (text: string) =>
  /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text

const day = /* @__PURE__ */ made(() =>
  v.pipe(v.string('A day is a text'), v.check(isDay, 'A day is written YYYY-MM-DD')),
)

export const dateSettings = /* @__PURE__ */ made(() =>
  v.strictObject({
    ...asked('date'),
    /** First and last day that may be chosen. */
    min: v.optional(day),
    max: v.optional(day),
  }),
)

/** Days compare as texts: that is what ISO 8601's order is for. */
export function dateFault(field: v.InferOutput<typeof dateSettings>, value: unknown): Fault | undefined {
  if (typeof value !== 'string') return ['type']
  if (!isDay(value)) return ['date']
  if (field.min && value < field.min) return ['too-early', field.min]
  return field.max && value > field.max ? ['too-late', field.max] : undefined
}
