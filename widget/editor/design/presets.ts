/** Looks to begin with. They are data: `presets.json`. */
import { colorNames, Theme } from '@fieldpost/shared/theme.ts'
import * as v from 'valibot'
import data from './presets.json'

const Preset = v.object({
  id: v.string(),
  name: v.string(),
  about: v.string(),
  theme: Theme,
})
export type Preset = v.InferOutput<typeof Preset>

/** The widget's own look comes first: no theme at all. */
export const ownLook: Preset = {
  id: '',
  name: 'Fieldpost',
  about: "The widget's own: neutral and green",
  theme: {},
}

export const presets: readonly Preset[] = [ownLook, ...v.parse(v.array(Preset), data)]

/** The preset that a theme began with. */
export const presetOf = (theme: Theme): Preset =>
  presets.find(({ id }) => id === (theme.preset ?? '')) ?? ownLook

/** A preset in the place of a theme; the width, and a scheme that the owner chose, stay. */
export function applied(preset: Preset, before: Theme): Theme {
  const { width, scheme } = before
  const chosen = scheme !== undefined && scheme !== presetOf(before).theme.scheme
  return {
    ...preset.theme,
    ...(preset.id && { preset: preset.id }),
    ...(width !== undefined && { width }),
    ...(chosen && { scheme }),
  }
}

/** Whether a theme is no longer what its preset gave. */
export const isChanged = (theme: Theme): boolean => {
  const given = applied(presetOf(theme), theme)
  const keys = new Set([...Object.keys(theme), ...Object.keys(given)] as (keyof Theme)[])
  return [...keys].some((key) =>
    key === 'light' || key === 'dark'
      ? colorNames.some((name) => theme[key]?.[name] !== given[key]?.[name])
      : theme[key] !== given[key],
  )
}
