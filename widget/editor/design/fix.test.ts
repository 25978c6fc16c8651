import { contrast } from '@fieldpost/shared/contrast.ts'
import { lowContrasts } from '@fieldpost/shared/palette.ts'
import { expect, test } from 'vitest'
import { fixed, fixedColor, parseColor } from './fix.ts'

test('a colour that is hard to read becomes the nearest shade of it that is not', () => {
  const color = fixedColor({ light: { muted: '#8a8a8a' } }, 'light', 'muted')
  expect(color).toBe('#767676')
  expect(fixedColor({ light: { muted: '#444444' } }, 'light', 'muted')).toBe('#444444')
})

test('all of a theme is fixed at once, in both schemes, and what was readable stays', () => {
  const theme = {
    radius: 4,
    light: { accent: '#ffd84d', onAccent: '#ffffff', text: '#333333', error: '#ff9999' },
    dark: { muted: '#444444' },
  }
  expect(lowContrasts(theme).length).toBeGreaterThan(3)
  const next = fixed(theme)
  expect(lowContrasts(next)).toEqual([])
  expect(next.radius).toBe(4)
  expect(next.light?.text).toBe('#333333')
  expect(contrast(next.light?.onAccent ?? '', next.light?.accent ?? '')).toBeGreaterThanOrEqual(4.5)
})

test('what no shade can mend stays as it is', () => {
  const theme = {
    scheme: 'light' as const,
    light: { background: '#777777', surface: '#000000', text: '#888888' },
  }
  expect(fixedColor(theme, 'light', 'text')).toBeUndefined()
  expect(fixed(theme).light?.text).toBe('#888888')
})

test.each([
  ['#1A6B5E', '#1a6b5e'],
  ['1a6b5e', '#1a6b5e'],
  [' #abc ', '#aabbcc'],
  ['', undefined],
])('%j is a colour', (text, value) => expect(parseColor(text)).toEqual({ value }))

test.each(['red', '#12345', 'rgb(1,2,3)', '#ggg', '#1234567'])('%j is none', (text) =>
  expect(parseColor(text)).toHaveProperty('error'),
)
