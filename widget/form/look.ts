/** The owner's theme. What it means is loaded by the forms that have one. */
import type { Theme } from '@fieldpost/shared/theme.ts'

let read: ((theme: Theme) => string) | undefined

/** A theme's own style sheet, as text; empty while what it means is not loaded. */
export const themeCss = (theme: Theme): string => read?.(theme) ?? ''

/** Loads what a theme needs; undefined when everything is there. Rejects like any import. */
export const loadTheme = (theme: Theme): Promise<void> | undefined =>
  read || Object.keys(theme).length === 0
    ? undefined
    : import('./theme.ts').then((theme) => {
        read = theme.themeCss
      })
