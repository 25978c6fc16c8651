/** What is edited in the Design and Display tabs. */
import type { Display } from '@fieldpost/shared/display.ts'
import type { Definition } from '@fieldpost/shared/form.ts'
import { lowContrasts, type Scheme } from '@fieldpost/shared/palette.ts'
import type { ColorName, Theme } from '@fieldpost/shared/theme.ts'

/** `undefined` gives a token back to the widget. */
export type ThemeChange = { [Token in keyof Theme]?: Theme[Token] | undefined }

export type DesignCommand =
  | { type: 'change-theme'; change: ThemeChange }
  | { type: 'change-colors'; scheme: Scheme; change: { [Name in ColorName]?: string | undefined } }
  | { type: 'set-theme'; theme: Theme }
  | { type: 'change-display'; change: Partial<Display> }

export function withDesign(definition: Definition, command: DesignCommand): Definition {
  const { theme, display } = definition
  switch (command.type) {
    case 'change-theme':
      return withTheme(definition, without(theme, command.change))
    case 'change-colors': {
      const colors = without(theme[command.scheme] ?? {}, command.change)
      const given = Object.keys(colors).length > 0 ? colors : undefined
      return withTheme(definition, without(theme, { [command.scheme]: given }))
    }
    case 'set-theme':
      return withTheme(definition, command.theme)
    case 'change-display':
      return same(display, command.change)
        ? definition
        : { ...definition, display: { ...display, ...command.change } }
  }
}

/** The owner's word for colours that are hard to read ends with them: it was not said about later ones. */
function withTheme(definition: Definition, theme: Theme): Definition {
  if (theme === definition.theme) return definition
  const { lowContrast: _, ...rest } = theme
  const next = theme.lowContrast && lowContrasts(theme).length === 0 ? rest : theme
  return { ...definition, theme: next }
}

const same = <Whole extends object>(before: Whole, change: { [Key in keyof Whole]?: unknown }): boolean =>
  (Object.keys(change) as (keyof Whole)[]).every((key) => before[key] === change[key])

/** `before` with a change, in which `undefined` takes a key away; the same object when nothing changes. */
function without<Whole extends object>(
  before: Whole,
  change: { [Key in keyof Whole]?: Whole[Key] | undefined },
): Whole {
  if (same(before, change)) return before
  const after = { ...before, ...change }
  for (const key of Object.keys(change) as (keyof Whole)[]) if (change[key] === undefined) delete after[key]
  // What was undefined is gone.
  return after as Whole
}
