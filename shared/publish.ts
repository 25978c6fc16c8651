/** What keeps a draft from being published: things a visitor would stumble over. */
import { type Definition, fieldsOf } from './form.ts'
import { comparisonsOf, findField, operatorsOf, targetOf } from './logic.ts'
import type { ProblemIssue } from './problem.ts'

/** Every reason why this draft cannot be published, each at its field (by id) or rule; empty when it can. */
export function publishIssues(definition: Definition): ProblemIssue[] {
  const issues: ProblemIssue[] = []
  const add = (field: string, code: string, message: string) => issues.push({ field, code, message })
  const fields = fieldsOf(definition)
  if (!fields.some((field) => field.kind !== 'hidden' && field.kind !== 'statement')) {
    add('', 'no-fields', 'Add at least one field that a visitor can answer.')
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
      if (field.kind === 'multiple-choice' && (field.min ?? 0) > field.options.length) {
        add(field.id, 'min-options', `Asks for ${field.min} options but offers only ${field.options.length}.`)
      }
    }
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
  return [...issues, ...ruleIssues(definition)]
}

function ruleIssues(definition: Definition): ProblemIssue[] {
  const issues: ProblemIssue[] = []
  const fields = fieldsOf(definition)
  const asks = new Map<string, Set<string>>()
  definition.rules.forEach((rule, index) => {
    const add = (code: string, message: string) => issues.push({ field: `rules.${index}`, code, message })
    const target = findField(fields, targetOf(rule), 'id')
    if (!target)
      add('no-such-field', `Rule ${index + 1} speaks of ${targetOf(rule)}, which is not on the form.`)
    const comparisons = comparisonsOf(rule.if)
    if (comparisons.length === 0) add('no-condition', `Rule ${index + 1} has no condition.`)
    for (const comparison of comparisons) {
      const field = findField(fields, comparison.field, 'name')
      if (!field) {
        add('no-such-field', `Rule ${index + 1} asks for ${comparison.field}, which is not on the form.`)
        continue
      }
      if (!operatorsOf[field.kind].includes(comparison.is)) {
        add(
          'no-such-operator',
          `Rule ${index + 1}: ${comparison.is} makes no sense for ${field.name} (${field.kind}).`,
        )
      }
      if (comparison.to === undefined && !comparison.is.endsWith('answered')) {
        add('no-value', `Rule ${index + 1} does not say what to compare ${field.name} with.`)
      }
      if (target) asks.set(target.id, (asks.get(target.id) ?? new Set()).add(field.id))
    }
  })
  if (hasCircle(asks)) {
    issues.push({
      field: 'rules',
      code: 'circle',
      message: 'Rules go in a circle: a field decides about itself.',
    })
  }
  return issues
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
