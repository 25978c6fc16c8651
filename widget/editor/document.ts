/**
 * What an owner edits, as values: a document and a command give the next document, and a history remembers the ones
 * before. Nothing here knows of the screen, the network or the time.
 */
import type { Field } from '@fieldpost/shared/fields/index.ts'
import type { Definition, Page } from '@fieldpost/shared/form.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import type { Rule } from '@fieldpost/shared/rule.ts'
import { type DesignCommand, withDesign } from './document/design.ts'
import {
  changed,
  type FieldChange,
  insertField,
  withField,
  withoutField,
  withPages,
} from './document/fields.ts'
import { type ItemCommand, withItem, withItems } from './document/items.ts'
import type { Item, ListName } from './document/list.ts'
import { type LogicCommand, withLogic } from './document/logic.ts'
import { renamed, withAnswersOf, withoutRulesOf } from './document/rules.ts'
import { withoutTexts, withTextsCopied } from './document/texts.ts'
import { deriveName, nameFollows } from './name.ts'
import { shownField } from './rule.ts'
import { withLanguage, withoutLanguage, withTranslation } from './translation.ts'

export interface Document {
  title: string
  definition: Definition
}

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
  | { type: 'set-items'; id: string; list: ListName; items: readonly Item[] }
  /** The value follows the label as long as it was never edited, unless `keepValue`. */
  | ItemCommand
  | { type: 'add-page'; page: Page; index: number }
  | { type: 'rename-page'; id: string; title: string }
  | { type: 'move-page'; id: string; index: number }
  | { type: 'remove-page'; id: string }
  /** Replaces every rule that shows or hides this field; null takes them away. */
  | { type: 'set-rule'; id: string; rule: Rule | null }
  | LogicCommand
  | { type: 'change-thanks'; change: Partial<Definition['thanks']> }
  | { type: 'change-settings'; change: Partial<Definition['settings']> }
  | DesignCommand
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
      return field ? replaced(definition, field, changed(field, command.change)) : definition
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
      return field ? replaced(definition, field, { ...command.field, id: field.id }) : definition
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
      const twice = insertField(definition, page.id, page.fields.indexOf(field) + 1, copy)
      return withTextsCopied(twice, `fields.${field.id}.`, `fields.${copy.id}.`)
    }
    case 'remove-field':
      return field ? without(withoutField(definition, field.id), fields, [field]) : definition
    case 'set-items':
      return field ? withItems(definition, field, command.list, command.items) : definition
    case 'relabel-item':
    case 'change-item-value':
    case 'change-item':
      return field ? withItem(definition, field, command) : definition
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
      return without({ ...definition, pages }, fields, page.fields, page.id)
    }
    case 'set-rule': {
      if (!field) return definition
      const isOwn = (rule: Rule) => shownField(fields, rule) === field
      const at = definition.rules.findIndex(isOwn)
      const others = definition.rules.filter((rule) => !isOwn(rule))
      // In its place: of several jumps the first decides, and the owner knows rules by their numbers.
      const place = at < 0 ? others.length : at
      return { ...definition, rules: command.rule ? others.toSpliced(place, 0, command.rule) : others }
    }
    case 'add-rule':
    case 'change-rule':
    case 'move-rule':
    case 'remove-rule':
    case 'add-ending':
    case 'change-ending':
    case 'remove-ending':
      return withLogic(definition, command)
    case 'change-thanks':
      return { ...definition, thanks: { ...definition.thanks, ...command.change } }
    case 'change-theme':
    case 'change-colors':
    case 'set-theme':
    case 'change-display':
      return withDesign(definition, command)
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

/** The definition with a field in the place of another, under the same id; rules keep what they can ask for. */
const replaced = (definition: Definition, before: Field, after: Field): Definition =>
  before === after
    ? definition
    : withAnswersOf(
        withField(definition, before.id, () => after),
        before,
        after,
      )

/** The definition without what speaks of fields, and a page, that are gone from it. `fields` has the gone ones, too. */
const without = (
  definition: Definition,
  fields: readonly Field[],
  gone: readonly Field[],
  page?: string,
): Definition =>
  withoutTexts(withoutRulesOf(definition, fields, gone, page), [
    ...gone.map(({ id }) => `fields.${id}.`),
    ...(page === undefined ? [] : [`pages.${page}.`]),
  ])
