/** The nearest readable colours in the place of those that are not. */
import {
  demands,
  lowContrasts,
  paletteOf,
  readable,
  type Scheme,
  schemesOf,
} from '@fieldpost/shared/palette.ts'
import type { ColorName, Theme } from '@fieldpost/shared/theme.ts'

/** The nearest shade of one colour that can be read where it stands; undefined when no shade can. */
export const fixedColor = (theme: Theme, scheme: Scheme, name: ColorName): string | undefined =>
  readable(paletteOf(theme, scheme), name)

/** The theme with every colour fixed that can be, each in its order: an accent before the text on it. */
export function fixed(theme: Theme): Theme {
  let next = theme
  for (const scheme of schemesOf(theme)) {
    for (const { of } of demands) {
      if (!lowContrasts(next).some((low) => low.scheme === scheme && low.of === of)) continue
      const color = fixedColor(next, scheme, of)
      if (color) next = { ...next, [scheme]: { ...next[scheme], [of]: color } }
    }
  }
  return next
}

/** What an owner may write for a colour: with or without its sign, three digits or six. */
export function parseColor(text: string): { value: string | undefined } | { error: string } {
  const trimmed = text.trim()
  if (trimmed === '') return { value: undefined }
  const digits = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(trimmed)?.[1]?.toLowerCase()
  if (!digits) return { error: 'Write a colour like #1a6b5e, or nothing.' }
  return { value: `#${digits.length === 3 ? digits.replace(/./g, '$&$&') : digits}` }
}
