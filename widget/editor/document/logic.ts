/** Rules and thank-you screens as lists. Each function gives the same definition when it changes nothing. */
import type { Definition, Ending } from '@fieldpost/shared/form.ts'
import type { Rule } from '@fieldpost/shared/rule.ts'
import { changed } from './fields.ts'
import { withoutTexts } from './texts.ts'

export type LogicCommand =
  | { type: 'add-rule'; rule: Rule }
  | { type: 'change-rule'; index: number; rule: Rule }
  | { type: 'move-rule'; index: number; to: number }
  | { type: 'remove-rule'; index: number }
  | { type: 'add-ending'; ending: Ending }
  | { type: 'change-ending'; ending: string; change: Partial<Omit<Ending, 'id'>> }
  /** Rules that choose it go, too. */
  | { type: 'remove-ending'; ending: string }

export function withLogic(definition: Definition, command: LogicCommand): Definition {
  const { rules, endings } = definition
  switch (command.type) {
    case 'add-rule':
      return { ...definition, rules: [...rules, command.rule] }
    case 'change-rule':
      return rules[command.index]
        ? { ...definition, rules: rules.with(command.index, command.rule) }
        : definition
    case 'move-rule': {
      const rule = rules[command.index]
      return rule && command.index !== command.to
        ? { ...definition, rules: rules.toSpliced(command.index, 1).toSpliced(command.to, 0, rule) }
        : definition
    }
    case 'remove-rule':
      return rules[command.index] ? { ...definition, rules: rules.toSpliced(command.index, 1) } : definition
    case 'add-ending':
      return { ...definition, endings: [...endings, command.ending] }
    case 'change-ending': {
      const index = endings.findIndex(({ id }) => id === command.ending)
      const ending = endings[index]
      const next = ending && changed(ending, command.change)
      return next && next !== ending ? { ...definition, endings: endings.with(index, next) } : definition
    }
    case 'remove-ending': {
      if (!endings.some(({ id }) => id === command.ending)) return definition
      const left = {
        ...definition,
        endings: endings.filter(({ id }) => id !== command.ending),
        rules: rules.filter(({ then }) => !('thanks' in then && then.thanks === command.ending)),
      }
      return withoutTexts(left, [`endings.${command.ending}.`])
    }
  }
}
