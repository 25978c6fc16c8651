import { contrast } from '@fieldpost/shared/contrast.ts'
import { linkColor, pairsOf, paletteOf } from '@fieldpost/shared/palette.ts'
import { colorNames, type Theme } from '@fieldpost/shared/theme.ts'
import { describe, expect, it } from 'vitest'
import { applied, isChanged, ownLook, presetOf, presets } from './presets.ts'

const schemes = ['light', 'dark'] as const
const find = (id: string) => presets.find((preset) => preset.id === id) ?? ownLook

describe('presets', () => {
  it('are at least ten, each with a name of its own', () => {
    expect(presets.length).toBeGreaterThan(10)
    expect(new Set(presets.map(({ name }) => name)).size).toBe(presets.length)
    expect(new Set(presets.map(({ id }) => id)).size).toBe(presets.length)
  })

  it.each(presets.flatMap((preset) => schemes.map((scheme) => [preset.name, scheme, preset] as const)))(
    '%s, %s: every pair of colours passes, and every colour is given',
    (_, scheme, { id, theme }) => {
      const palette = paletteOf(theme, scheme)
      expect(pairsOf(palette).filter(({ ratio, least }) => ratio < least)).toEqual([])
      // Links of a preset are in its accent, not in a shade that had to be found for them.
      expect(linkColor(palette)).toBe(palette.accent)
      if (id) expect(Object.keys(theme[scheme] ?? {}).sort()).toEqual([...colorNames].sort())
    },
  )

  it('has one that keeps what its name promises', () => {
    for (const scheme of schemes) {
      const { text, muted, error, background } = paletteOf(find('contrast').theme, scheme)
      for (const color of [text, muted, error]) expect(contrast(color, background)).toBeGreaterThanOrEqual(7)
    }
  })

  it('keep the width and the scheme that the owner chose, not those of the preset before', () => {
    const before: Theme = { width: 500, scheme: 'auto', radius: 3 }
    expect(applied(find('paper'), before)).toEqual({
      ...find('paper').theme,
      preset: 'paper',
      width: 500,
      scheme: 'auto',
    })
    const dark = applied(find('midnight'), {})
    expect(dark.scheme).toBe('dark')
    expect(applied(find('paper'), dark).scheme).toBeUndefined()
    expect(applied(ownLook, dark)).toEqual({})
  })

  it('are told apart from what an owner made of them', () => {
    const theme = applied(find('forest'), { width: 700 })
    expect(presetOf(theme).id).toBe('forest')
    expect(isChanged(theme)).toBe(false)
    expect(isChanged({ ...theme, radius: 7 })).toBe(true)
    expect(isChanged({ ...theme, light: { ...theme.light, accent: '#123456' } })).toBe(true)
    expect(isChanged({})).toBe(false)
    expect(presetOf({ preset: 'gone' })).toBe(ownLook)
  })
})
