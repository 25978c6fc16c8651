/**
 * What an owner edits, as values: a document and a command give the next document, and a history remembers the ones
 * before. Nothing here knows of the screen, the network or the time.
 */
import type { Field } from '@fieldpost/shared/fields/index.ts'
import type { Definition, Page } from '@fieldpost/shared/form.ts'
import { findField, targetOf } from '@fieldpost/shared/logic.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import type { Comparison, Condition, Rule } from '@fieldpost/shared/rule.ts'
import { deriveName, deriveValue, nameFollows, valueFollows } from './name.ts'
import { ruleOf, withTarget } from './rule.ts'
import { withLanguage, withoutLanguage, withTranslation } from './translation.ts'

export interface Document {
  title: string
  definition: Definition
}

type Option = { value: string; label: string }

/** Settings of a field other than those with commands of their own. `undefined` takes a setting away. */
export type FieldChange = Readonly<Record<string, unknown>>

export type Command =
  | { type: 'rename-form'; title: string }
  | { type: 'add-field'; pageId: string; index: number; field: Field }
  | { type: 'change-field'; id: string; change: FieldChange }
  /** The name follows the label as long as it was never edited, unless `keepName`. */
  | { type: 'relabel-field'; id: string; label: string; keepName: boolean }
  | { type: 'rename-field'; id: string; name: string }
  | { type: 'replace-field'; id: string; field: Field }
  | { type: 'move-field'; id: string; pageId: string; index: number }
  | { type: 'duplicate-field'; id: string; newId: string }
  | { type: 'remove-field'; id: string }
  | { type: 'set-options'; id: string; options: Option[] }
  | { type: 'relabel-option'; id: string; index: number; label: string; keepValue: boolean }
  | { type: 'change-option-value'; id: string; index: number; value: string }
  | { type: 'add-page'; page: Page; index: number }
  | { type: 'rename-page'; id: string; title: string }
  | { type: 'move-page'; id: string; index: number }
  | { type: 'remove-page'; id: string }
  /** Replaces every rule that shows or hides this field; null takes them away. */
  | { type: 'set-rule'; id: string; rule: Rule | null }
  | { type: 'change-thanks'; change: Partial<Definition['thanks']> }
  | { type: 'change-settings'; change: Partial<Definition['settings']> }
  | { type: 'add-language' | 'remove-language'; tag: string }
  /** A text of the form in another language, see `placesOf`; an empty one goes. */
  | { type: 'translate'; tag: string; key: string; text: string }

/** The document after a command; the same object when the command changes nothing or speaks of what is not there. */
export function edit(document: Document, command: Command): Document {
  if (command.type === 'rename-form') {
    return command.title === document.title ? document : { ...document, title: command.title }
  }
  const definition = editDefinition(document.definition, command)
  return definition === document.definition ? document : { ...document, definition }
}

type DefinitionCommand = Exclude<Command, { type: 'rename-form' }>

function editDefinition(definition: Definition, command: DefinitionCommand): Definition {
  const fields = fieldsOf(definition)
  const field = 'id' in command ? fields.find(({ id }) => id === command.id) : undefined
  switch (command.type) {
    case 'add-field':
      return insertField(definition, command.pageId, command.index, command.field)
    case 'change-field':
      return field ? withField(definition, field.id, () => changed(field, command.change)) : definition
    case 'relabel-field': {
      if (!field) return definition
      const relabelled = withField(definition, field.id, () => changed(field, { label: command.label }))
      if (command.keepName || !nameFollows(field.name, field.label, field.kind)) return relabelled
      const others = fields.filter(({ id }) => id !== field.id).map(({ name }) => name)
      return renamed(relabelled, field, deriveName(command.label, field.kind, others))
    }
    case 'rename-field':
      return field ? renamed(definition, field, command.name) : definition
    case 'replace-field':
      return field ? withField(definition, field.id, () => ({ ...command.field, id: field.id })) : definition
    case 'move-field': {
      if (!field || !definition.pages.some(({ id }) => id === command.pageId)) return definition
      const from = definition.pages.find((page) => page.fields.some(({ id }) => id === field.id))
      if (from?.id === command.pageId && from.fields.indexOf(field) === command.index) return definition
      return insertField(withoutField(definition, field.id), command.pageId, command.index, field)
    }
    case 'duplicate-field': {
      const page = definition.pages.find(({ fields }) => fields.some(({ id }) => id === command.id))
      if (!field || !page) return definition
      const stem = field.name.replace(/_\d+$/, '')
      const name = deriveName(
        stem,
        field.kind,
        fields.map((other) => other.name),
      )
      const copy = { ...structuredClone(field), id: command.newId, name }
      return insertField(definition, page.id, page.fields.indexOf(field) + 1, copy)
    }
    case 'remove-field':
      return field ? withoutRulesOf(withoutField(definition, field.id), [field], fields) : definition
    case 'set-options':
      return field && 'options' in field
        ? withField(definition, field.id, () => ({ ...field, options: command.options }))
        : definition
    case 'relabel-option':
    case 'change-option-value':
      return field && 'options' in field ? withOption(definition, field, command) : definition
    case 'add-page':
      return { ...definition, pages: definition.pages.toSpliced(command.index, 0, command.page) }
    case 'rename-page':
      return withPages(definition, (page) =>
        page.id === command.id && page.title !== command.title ? { ...page, title: command.title } : page,
      )
    case 'move-page': {
      const from = definition.pages.findIndex(({ id }) => id === command.id)
      const page = definition.pages[from]
      if (!page || from === command.index) return definition
      return { ...definition, pages: definition.pages.toSpliced(from, 1).toSpliced(command.index, 0, page) }
    }
    case 'remove-page': {
      const page = definition.pages.find(({ id }) => id === command.id)
      if (!page || definition.pages.length === 1) return definition
      const pages = definition.pages.filter(({ id }) => id !== page.id)
      return withoutRulesOf({ ...definition, pages }, page.fields, fields)
    }
    case 'set-rule': {
      if (!field) return definition
      const others = definition.rules.filter(
        (rule) => findField(fields, targetOf(rule.then) ?? '', 'id') !== field,
      )
      return { ...definition, rules: command.rule ? [...others, command.rule] : others }
    }
    case 'change-thanks':
      return { ...definition, thanks: { ...definition.thanks, ...command.change } }
    case 'change-settings':
      return { ...definition, settings: { ...definition.settings, ...command.change } }
    case 'add-language':
      return withLanguage(definition, command.tag)
    case 'remove-language':
      return withoutLanguage(definition, command.tag)
    case 'translate':
      return withTranslation(definition, command.tag, command.key, command.text)
  }
}

function withPages(definition: Definition, change: (page: Page) => Page): Definition {
  const pages = definition.pages.map(change)
  return pages.every((page, index) => page === definition.pages[index])
    ? definition
    : { ...definition, pages }
}

const withField = (definition: Definition, id: string, change: (field: Field) => Field): Definition =>
  withPages(definition, (page) => {
    const index = page.fields.findIndex((field) => field.id === id)
    const field = page.fields[index]
    if (!field) return page
    const next = change(field)
    return next === field ? page : { ...page, fields: page.fields.with(index, next) }
  })

const withoutField = (definition: Definition, id: string): Definition =>
  withPages(definition, (page) =>
    page.fields.some((field) => field.id === id)
      ? { ...page, fields: page.fields.filter((field) => field.id !== id) }
      : page,
  )

const insertField = (definition: Definition, pageId: string, index: number, field: Field): Definition =>
  withPages(definition, (page) =>
    page.id === pageId ? { ...page, fields: page.fields.toSpliced(index, 0, field) } : page,
  )

/** The field with other settings; the panel of a kind gives only settings that its kind has. */
function changed<F extends Field>(field: F, change: FieldChange): F {
  const same = Object.entries(change).every(([key, value]) => field[key as keyof F] === value)
  if (same) return field
  const next = { ...field, ...change }
  for (const key of Object.keys(change)) if (change[key] === undefined) delete next[key as keyof F]
  return next
}

/** Rules speak of fields by name: they follow. */
function renamed(definition: Definition, field: Field, name: string): Definition {
  if (name === field.name) return definition
  const fields = fieldsOf(definition)
  const follow = (reference: string, first: 'id' | 'name') =>
    reference === field.name && findField(fields, reference, first)?.id === field.id ? name : reference
  const rules = definition.rules.map((rule) =>
    ruleOf(
      mapComparisons(rule.if, (comparison) => ({ ...comparison, field: follow(comparison.field, 'name') })),
      withTarget(rule.then, (reference) => follow(reference, 'id')),
    ),
  )
  return { ...withField(definition, field.id, (current) => ({ ...current, name })), rules }
}

function withOption(
  definition: Definition,
  field: Extract<Field, { options: Option[] }>,
  command: Extract<Command, { type: 'relabel-option' | 'change-option-value' }>,
): Definition {
  const option = field.options[command.index]
  if (!option) return definition
  const others = field.options.filter((other) => other !== option).map(({ value }) => value)
  const next = { ...option }
  if (command.type === 'change-option-value') next.value = command.value
  else {
    next.label = command.label
    if (!command.keepValue && valueFollows(option.value, option.label))
      next.value = deriveValue(command.label, others)
  }
  if (next.value === option.value && next.label === option.label) return definition
  const options = field.options.with(command.index, next)
  const fields = fieldsOf(definition)
  const rules = definition.rules.map((rule) => ({
    ...rule,
    if: mapComparisons(rule.if, (comparison) =>
      comparison.to === option.value && findField(fields, comparison.field, 'name')?.id === field.id
        ? { ...comparison, to: next.value }
        : comparison,
    ),
  }))
  return { ...withField(definition, field.id, () => ({ ...field, options })), rules }
}

/** Rules about fields that are gone go too, and so do the conditions that ask for them. */
function withoutRulesOf(
  definition: Definition,
  gone: readonly Field[],
  fields: readonly Field[],
): Definition {
  const ids = new Set(gone.map(({ id }) => id))
  const isGone = (reference: string, first: 'id' | 'name') =>
    ids.has(findField(fields, reference, first)?.id ?? '')
  const rules = definition.rules.flatMap((rule) => {
    if (isGone(targetOf(rule.then) ?? '', 'id')) return []
    const condition = pruned(rule.if, (comparison) => !isGone(comparison.field, 'name'))
    return condition ? [condition === rule.if ? rule : { ...rule, if: condition }] : []
  })
  return { ...definition, rules }
}

function mapComparisons(condition: Condition, change: (comparison: Comparison) => Comparison): Condition {
  if ('all' in condition) return { all: condition.all.map((inner) => mapComparisons(inner, change)) }
  if ('any' in condition) return { any: condition.any.map((inner) => mapComparisons(inner, change)) }
  return change(condition)
}

/** The condition with only the comparisons that stay; null when that leaves none. */
function pruned(condition: Condition, stays: (comparison: Comparison) => boolean): Condition | null {
  const list = 'all' in condition ? condition.all : 'any' in condition ? condition.any : null
  if (!list) return stays(condition as Comparison) ? condition : null
  const left = list.map((inner) => pruned(inner, stays)).filter((inner) => inner !== null)
  if (left.length === 0) return null
  if (left.every((inner, index) => inner === list[index]) && left.length === list.length) return condition
  return 'all' in condition ? { all: left } : { any: left }
}
