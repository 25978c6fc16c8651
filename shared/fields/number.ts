import * as v from 'valibot'
import { asked, made, placeholder, shortText } from './base.ts'
import { rangeFault } from './fault.ts'

const finite = /* @__PURE__ */ made(() =>
  v.pipe(v.number('This is a number'), v.finite('This is a finite number')),
)

export const numberSettings = /* @__PURE__ */ made(() =>
  v.strictObject({
    ...asked('number'),
    placeholder,
    min: v.optional(finite),
    max: v.optional(finite),
    /** Whole numbers only. */
    integer: v.optional(v.boolean('integer is true or false')),
    /** Shown behind the input: "kg", "€". */
    unit: v.optional(shortText(20)),
  }),
)

export const numberFault = (field: v.InferOutput<typeof numberSettings>, value: unknown) =>
  rangeFault(value, field.min ?? -Infinity, field.max ?? Infinity, field.integer)
