/** What keeps a draft from being published: things a visitor would stumble over. */
import { partsOf } from './fields/address.ts'
import { answerFault, type Field } from './fields/index.ts'
import { placesOf } from './fields/ranking.ts'
import type { Definition } from './form.ts'
import { limits } from './limits.ts'
import { comparisonsOf, exitsOf, findField, operatorsOf, targetOf } from './logic.ts'
import { fieldsOf } from './pages.ts'
import { type Ground, lowContrasts } from './palette.ts'
import type { ProblemIssue } from './problem.ts'
import type { Condition } from './rule.ts'
import type { ColorName, Theme } from './theme.ts'

/**
 * Every reason why this draft cannot be published, each at its field (by id), rule (`rules.0`) or colour
 * (`theme.dark.text`); empty when it can.
 */
export function publishIssues(definition: Definition): ProblemIssue[] {
  const issues: ProblemIssue[] = []
  const add = (field: string, code: string, message: string) => issues.push({ field, code, message })
  const fields = fieldsOf(definition)
  if (!fields.some((field) => field.kind !== 'hidden' && field.kind !== 'statement')) {
    add('', 'no-fields', 'Add at least one field that a visitor can answer.')
  }
  const values = fields.reduce((sum, field) => sum + mostValues(field), 0)
  if (values > MOST_VALUES) {
    add(
      '',
      'too-many-values',
      `Answers to all of this could have ${values} values, and ${MOST_VALUES} can be sent. Take out rows or options, or make two forms of it.`,
    )
  }
  for (const field of fields) {
    const named = field.label.trim() !== ''
    if (field.kind === 'statement') {
      if (!named && field.help.trim() === '') add(field.id, 'no-text', 'This statement says nothing yet.')
    } else if (!named && field.kind !== 'hidden') {
      add(field.id, 'no-label', 'This field needs a label.')
    }
    if ('options' in field) {
      if (field.options.length === 0) add(field.id, 'no-options', 'Add at least one option to choose.')
      if (field.options.some((option) => option.label.trim() === '')) {
        add(field.id, 'no-option-label', 'Every option needs a label.')
      }
      const several = field.kind === 'multiple-choice' || (field.kind === 'picture-choice' && field.multiple)
      if (several && (field.min ?? 0) > field.options.length) {
        add(field.id, 'min-options', `Asks for ${field.min} options but offers only ${field.options.length}.`)
      }
    }
    if (field.kind === 'matrix') {
      if (field.rows.length === 0) add(field.id, 'no-rows', 'Add at least one row.')
      if (field.columns.length < 2) add(field.id, 'no-columns', 'Add at least two columns to choose from.')
      if ([...field.rows, ...field.columns].some(({ label }) => label.trim() === ''))
        add(field.id, 'no-option-label', 'Every row and column needs a label.')
    }
    if (field.kind === 'picture-choice' && field.options.some((option) => !option.image))
      add(field.id, 'no-picture', 'Every option needs the address of its picture.')
    if ('default' in field && field.default !== undefined && answerFault(field, field.default))
      add(field.id, 'default', 'The answer to begin with is none that this field takes.')
    for (const [low, high] of [
      ['min', 'max'],
      ['minLength', 'maxLength'],
    ] as const) {
      const range = field as Partial<Record<typeof low | typeof high, number | string>>
      const [from, to] = [range[low], range[high]]
      if (from !== undefined && to !== undefined && from > to) {
        add(field.id, 'empty-range', `No answer is valid: at least ${from}, but at most ${to}.`)
      }
    }
  }
  return [...issues, ...ruleIssues(definition), ...themeIssues(definition.theme)]
}

/** Values that a submission may have in its answers: a body's, less room for what goes along with them. */
const MOST_VALUES = limits.jsonKeys - 20

/** Values that the longest answer of a field has, as the relay counts them. */
function mostValues(field: Field): number {
  switch (field.kind) {
    case 'matrix':
      return Math.max(1, field.rows.length)
    case 'ranking':
      return Math.max(1, placesOf(field))
    case 'multiple-choice':
      return Math.max(1, Math.min(field.max ?? limits.options, field.options.length + (field.other ? 1 : 0)))
    case 'picture-choice':
      return field.multiple ? Math.max(1, Math.min(field.max ?? limits.options, field.options.length)) : 1
    case 'address':
      return field.parts.length
    case 'file':
      return field.maxFiles * UPLOADED_VALUES
    case 'signature':
      return UPLOADED_VALUES
    case 'statement':
      return 0
    default:
      return 1
  }
}

/** The id, name, type and size of a file. */
const UPLOADED_VALUES = 4

export const colorLabels: Record<ColorName, string> = {
  text: 'Text',
  muted: 'Quiet text',
  background: 'Background',
  surface: 'Inputs',
  border: 'Borders',
  accent: 'Accent',
  onAccent: 'Text on the accent',
  error: 'Errors',
}

export const groundLabels: Record<Ground, string> = {
  background: 'the background',
  surface: 'inputs',
  accent: 'the accent',
  chosen: 'a chosen answer',
  summary: 'the list of errors',
}

/** Two decimals that never flatter: 4.499 is not 4.5. */
export const ratioText = (ratio: number): string => `${(Math.floor(ratio * 100) / 100).toFixed(2)}:1`

/** Colours that some visitors cannot read, unless the owner has said that it shall be so. */
function themeIssues(theme: Theme): ProblemIssue[] {
  if (theme.lowContrast) return []
  return lowContrasts(theme).map(({ scheme, of, on, color, ground, ratio, least }) => ({
    field: `theme.${scheme}.${of}`,
    code: 'low-contrast',
    message: `${colorLabels[of]} (${color}) on ${groundLabels[on]} (${ground}) has a contrast of ${ratioText(ratio)} in the ${scheme} colours; at least ${least}:1 is needed.`,
  }))
}

function ruleIssues(definition: Definition): ProblemIssue[] {
  const issues: ProblemIssue[] = []
  const fields = fieldsOf(definition)
  const asks = new Map<string, Set<string>>()
  const exits = exitsOf(definition)
  definition.rules.forEach(({ if: condition, then }, index) => {
    const rule = `Rule ${index + 1}`
    const add = (code: string, message: string) => issues.push({ field: `rules.${index}`, code, message })
    const reference = targetOf(then)
    const target = reference === undefined ? undefined : findField(fields, reference, 'id')
    if (reference !== undefined && !target)
      add('no-such-field', `${rule} speaks of ${reference}, which is not on the form.`)
    if ('require' in then && target && !('required' in target))
      add('no-answer', `${rule} requires an answer of ${target.name}, which takes none.`)
    if ('thanks' in then && !definition.endings.some((ending) => ending.id === then.thanks))
      add('no-such-ending', `${rule} chooses the ending ${then.thanks}, which is not there.`)
    const page = 'jump' in then ? definition.pages.find(({ id }) => id === then.jump) : undefined
    if ('jump' in then && !page && !findField(fields, then.jump, 'id'))
      add('no-such-field', `${rule} jumps to ${then.jump}, which is not on the form.`)
    else if (page && page.fields.length === 0) add('empty-page', `${rule} jumps to a page that is empty.`)
    else if ('jump' in then && exitsOf({ ...definition, rules: [{ if: condition, then }] }).length === 0)
      add('backwards', `${rule} does not lead forward: it can only jump to what comes after its question.`)
    for (const fault of conditionFaults(condition, fields, rule)) add(fault.code, fault.message)
    if (!target || 'require' in then) return
    for (const { field } of comparisonsOf(condition)) {
      const asked = findField(fields, field, 'name')
      if (asked) asks.set(target.id, (asks.get(target.id) ?? new Set()).add(asked.id))
    }
  })
  for (const { from, to, when } of exits) {
    for (const { id } of fields.slice(from + 1, to)) {
      for (const { field } of comparisonsOf(when)) {
        const asked = findField(fields, field, 'name')
        if (asked) asks.set(id, (asks.get(id) ?? new Set()).add(asked.id))
      }
    }
  }
  if (hasCircle(asks)) {
    issues.push({
      field: 'rules',
      code: 'circle',
      message: 'Rules go in a circle: a field decides about itself.',
    })
  }
  return issues
}

/** Why a condition cannot be asked of these fields; `who` is whose it is, to begin a sentence with. */
export function conditionFaults(
  condition: Condition,
  fields: readonly Field[],
  who: string,
): { code: string; message: string }[] {
  const faults: { code: string; message: string }[] = []
  const add = (code: string, message: string) => faults.push({ code, message })
  const comparisons = comparisonsOf(condition)
  if (comparisons.length === 0) add('no-condition', `${who} has no condition.`)
  for (const { field: reference, is, part, to } of comparisons) {
    const field = findField(fields, reference, 'name')
    if (!field) {
      add('no-such-field', `${who} asks for ${reference}, which is not on the form.`)
      continue
    }
    const asked = `${who}: ${is} makes no sense for ${field.name} (${field.kind})`
    if (!operatorsOf[field.kind].includes(is)) add('no-such-operator', `${asked}.`)
    if (part !== undefined && !partsOfKind(field)?.includes(part))
      add('no-such-part', `${who} asks for ${part} of ${field.name}, which it has not.`)
    if (part === undefined && partsOfKind(field) && !is.endsWith('answered'))
      add('no-part', `${asked} as a whole; name a part of it.`)
    if ((to === undefined || to === '') && !is.endsWith('answered'))
      add('no-value', `${who} does not say what to compare ${field.name} with.`)
  }
  return faults
}

/** The parts of an answer that a condition may name, for the kinds that have any. */
export function partsOfKind(field: Field): string[] | undefined {
  if (field.kind === 'matrix') return field.rows.map((row) => row.value)
  if (field.kind === 'address') return partsOf(field)
  if (field.kind === 'ranking') return field.options.map((_, index) => String(index + 1))
  return undefined
}

/** Whether following "asks about" from any field leads back to it. */
function hasCircle(asks: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const done = new Set<string>()
  const visit = (id: string, path: ReadonlySet<string>): boolean => {
    if (path.has(id)) return true
    if (done.has(id)) return false
    for (const next of asks.get(id) ?? []) if (visit(next, new Set(path).add(id))) return true
    done.add(id)
    return false
  }
  return [...asks.keys()].some((id) => visit(id, new Set()))
}
