import * as v from 'valibot'
import { asked, ends, made, shortText } from './base.ts'
import { type Fault, rangeFault } from './fault.ts'

const finite = /* @__PURE__ */ made(() =>
  v.pipe(v.number('This is a number'), v.finite('This is a finite number')),
)

export const sliderSettings = /* @__PURE__ */ made(() =>
  v.strictObject({
    ...asked('slider'),
    min: v.optional(finite, 0),
    max: v.optional(finite, 100),
    /** From `min` on, in steps of this. */
    step: v.optional(v.pipe(finite, v.gtValue(0, 'A step is more than 0')), 1),
    /** Shown behind the number: "kg", "€". */
    unit: v.optional(shortText(20)),
    ...ends,
  }),
)

export function sliderFault(
  field: { min: number; max: number; step: number },
  value: unknown,
): Fault | undefined {
  const fault = rangeFault(value, field.min, field.max, false)
  if (fault) return fault
  const steps = ((value as number) - field.min) / field.step
  // 0.1 + 0.2 is not 0.3 to a computer, and a slider counts like one; of whole numbers receivers are promised multiples.
  const slack = field.min % 1 || field.step % 1 ? 1e-6 : 0
  return Math.abs(steps - Math.round(steps)) <= slack ? undefined : ['step', field.step]
}
