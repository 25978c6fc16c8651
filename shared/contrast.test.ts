import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contrast, luminance, mix, nearest } from './contrast.ts'
import { emptyDefinition } from './form.ts'
import { linkColor, lowContrasts, ownColors, pairsOf, paletteOf, ringColor, type Scheme } from './palette.ts'
import { publishIssues } from './publish.ts'
import type { Theme } from './theme.ts'

const schemes: Scheme[] = ['light', 'dark']
const color = fc
  .integer({ min: 0, max: 0xffffff })
  .map((number) => `#${number.toString(16).padStart(6, '0')}`)

describe('contrast', () => {
  it.each([
    ['#000000', '#ffffff', 21],
    ['#ffffff', '#ffffff', 1],
    // Known pairs around the limit: the lightest grey that is readable on white, and the next one.
    ['#767676', '#ffffff', 4.54],
    ['#777777', '#ffffff', 4.48],
    ['#ff0000', '#ffffff', 4],
    ['#0000ff', '#ffffff', 8.59],
  ])('of %s and %s is %s', (one, other, ratio) => {
    expect(contrast(one, other)).toBeCloseTo(ratio, 2)
    expect(contrast(other, one)).toBe(contrast(one, other))
  })

  it('takes green for brighter than red, and red for brighter than blue', () => {
    expect(luminance('#00ff00')).toBeCloseTo(0.7152)
    expect(luminance('#ff0000')).toBeCloseTo(0.2126)
    expect(luminance('#0000ff')).toBeCloseTo(0.0722)
  })

  it('mixes as CSS does', () => {
    expect(mix('#ff0000', '#0000ff', 0.25)).toBe('#4000bf')
    expect(mix('#123456', '#ffffff', 1)).toBe('#123456')
  })

  it('finds the nearest colour that passes, which is the colour itself when it does', () => {
    const onWhite = (candidate: string) => contrast(candidate, '#ffffff') >= 4.5
    expect(nearest('#767676', onWhite)).toBe('#767676')
    expect(nearest('#777777', onWhite)).toBe('#767676')
    expect(nearest('#777777', () => false)).toBeUndefined()
  })
})

describe('a palette', () => {
  it("is the widget's own when nothing is given", () => {
    for (const scheme of schemes) expect(paletteOf({}, scheme)).toEqual(ownColors[scheme])
  })

  it('has every colour readable around any accent, and any clear background, that is given alone', () => {
    fc.assert(
      fc.property(color, fc.constantFrom(...schemes), (given, scheme) => {
        // Beside a middling grey even black and white are barely read, and a tint of it leaves nothing.
        fc.pre(Math.max(contrast(given, '#000000'), contrast(given, '#ffffff')) > 6)
        const failing = pairsOf(paletteOf({ [scheme]: { background: given } }, scheme)).filter(
          ({ ratio, least }) => ratio < least,
        )
        expect(failing).toEqual([])
        const { onAccent, accent } = paletteOf({ [scheme]: { accent: given } }, scheme)
        expect(accent).toBe(given)
        expect(contrast(onAccent, accent)).toBeGreaterThanOrEqual(4.5)
      }),
    )
  })

  it('takes the accent of the other scheme, in a shade that is told from the ground', () => {
    const theme: Theme = { light: { accent: '#1d2a6b' } }
    const { accent, background } = paletteOf(theme, 'dark')
    expect(accent).not.toBe(ownColors.dark.accent)
    expect(contrast(accent, background)).toBeGreaterThanOrEqual(3)
    expect(lowContrasts(theme)).toEqual([])
  })

  it('has links and a focus ring that hold where the accent given does not', () => {
    fc.assert(
      fc.property(color, fc.constantFrom(...schemes), (accent, scheme) => {
        const palette = paletteOf({ [scheme]: { accent } }, scheme)
        expect(contrast(linkColor(palette), palette.background)).toBeGreaterThanOrEqual(4.5)
        expect(contrast(ringColor(palette), palette.background)).toBeGreaterThanOrEqual(3)
      }),
    )
  })
})

describe('publishing', () => {
  const issuesOf = (theme: Theme) => {
    const definition = emptyDefinition()
    return publishIssues({ ...definition, theme }).filter(({ code }) => code === 'low-contrast')
  }

  it('is refused for each pair and scheme that is hard to read, with both colours and both ratios', () => {
    const [issue, ...others] = issuesOf({ light: { muted: '#777777' } }).filter(
      ({ message }) => !message.includes('inputs'),
    )
    expect(others).toEqual([])
    expect(issue).toEqual({
      field: 'theme.light.muted',
      code: 'low-contrast',
      message:
        'Quiet text (#777777) on the background (#ffffff) has a contrast of 4.47:1 in the light colours; at least 4.5:1 is needed.',
    })
  })

  it('is not refused for colours that nobody will see', () => {
    const dim = { text: '#999999' }
    expect(issuesOf({ scheme: 'dark', light: dim })).toEqual([])
    expect(issuesOf({ scheme: 'light', light: dim })).not.toEqual([])
    expect(issuesOf({ scheme: 'auto', light: dim })).not.toEqual([])
  })

  it("is not refused when the owner has said that it shall be so, nor for the widget's own colours", () => {
    expect(issuesOf({ light: { text: '#999999' }, lowContrast: true })).toEqual([])
    expect(issuesOf({})).toEqual([])
  })
})
