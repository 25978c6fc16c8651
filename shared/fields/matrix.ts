import * as v from 'valibot'
import { limits } from '../limits.ts'
import { listOf, made, option, question, randomize } from './base.ts'
import type { Fault } from './fault.ts'

/** One choice of the same columns for each row. */
export const matrixSettings = /* @__PURE__ */ made(() =>
  v.strictObject({
    ...question('matrix'),
    rows: listOf(v.strictObject(option), limits.matrixRows, 'rows'),
    columns: listOf(v.strictObject(option), limits.matrixColumns, 'columns'),
    /** Rows in another order for each visitor. */
    randomize,
  }),
)

/** `{row: column}`, by value. A field that must be answered wants every row. */
export function matrixFault(field: v.InferOutput<typeof matrixSettings>, value: unknown): Fault | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return ['type']
  const answer = value as Record<string, unknown>
  for (const [row, column] of Object.entries(answer)) {
    if (!field.rows.some((known) => known.value === row)) return ['option']
    if (!field.columns.some((known) => known.value === column)) return ['option']
  }
  return field.required && field.rows.some((row) => !Object.hasOwn(answer, row.value))
    ? ['every-row']
    : undefined
}
