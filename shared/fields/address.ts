import * as v from 'valibot'
import { limits } from '../limits.ts'
import { made, question } from './base.ts'
import type { Fault } from './fault.ts'

/** In the order in which they are asked for. */
export const addressParts = ['line1', 'line2', 'city', 'region', 'postcode', 'country'] as const
export type AddressPart = (typeof addressParts)[number]

const part = /* @__PURE__ */ made(() =>
  v.picklist(addressParts, `A part is one of: ${addressParts.join(', ')}`),
)

export const addressSettings = /* @__PURE__ */ made(() =>
  v.strictObject({
    ...question('address'),
    /** Parts that are asked for. */
    parts: v.optional(v.pipe(v.array(part), v.minLength(1, 'An address has at least one part')), () => [
      ...addressParts,
    ]),
    /** Parts that may stay empty in an address that is given; flats and states are not everywhere. */
    optional: v.optional(v.array(part), () => ['line2', 'region'] as AddressPart[]),
  }),
)

/** The parts that are asked for, in the order of an address. */
export const partsOf = (field: { parts: readonly AddressPart[] }) =>
  addressParts.filter((name) => field.parts.includes(name))

/** `{part: text}`; a part that stays empty is absent, or blank. */
export function addressFault(
  field: v.InferOutput<typeof addressSettings>,
  value: unknown,
): Fault | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return ['type']
  const answer = value as Record<string, unknown>
  const asked = partsOf(field)
  for (const [name, text] of Object.entries(answer)) {
    if (!asked.some((known) => known === name)) return ['type']
    if (typeof text !== 'string') return ['type']
    if (/[\r\n]/.test(text)) return ['one-line']
    if (text.length > limits.addressLength) return ['too-long', limits.addressLength]
  }
  const missing = asked.find(
    (name) => !field.optional.includes(name) && !(Object.hasOwn(answer, name) && String(answer[name]).trim()),
  )
  return missing && ['part', missing]
}
