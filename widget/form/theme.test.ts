import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ownColors } from '@fieldpost/shared/palette.ts'
import { colorNames, type Theme } from '@fieldpost/shared/theme.ts'
import { describe, expect, it } from 'vitest'
import { themeCss } from './theme.ts'

const here = import.meta.dirname
const read = (path: string) => readFileSync(join(here, path), 'utf8')

describe("a theme's sheet", () => {
  it('is empty for no theme, and says nothing of colours that nobody chose', () => {
    expect(themeCss({})).toBe('')
    expect(themeCss({ preset: 'gone' })).toBe('')
    expect(themeCss({ radius: 4, size: 18 })).toBe(
      ':host{--fp-size:max(1.125rem,18px)}:host{--fp-radius:4px}',
    )
  })

  it('sets properties of the host alone, so that the rules of the page for that element win', () => {
    const css = themeCss({ scheme: 'auto', light: { accent: '#112233' }, font: 'serif', density: 'roomy' })
    for (const [rule] of css.matchAll(/[^{}]*\{[^{}]*--fp-[a-z-]+:[^{}]*\}/g))
      expect(rule).toMatch(/^:host\{/)
  })

  it('has both schemes, and each alone for browsers without light-dark()', () => {
    const css = themeCss({ scheme: 'auto', light: { accent: '#112233' }, dark: { accent: '#ddeeff' } })
    expect(css).toContain('--fp-accent:light-dark(#112233,#ddeeff)')
    expect(css).toContain('color-scheme:light dark')
    const old = css.slice(css.indexOf('@supports not'))
    expect(old).not.toContain('light-dark(#')
    expect(old.indexOf('#112233')).toBeLessThan(old.indexOf('prefers-color-scheme:dark'))
    expect(old.indexOf('prefers-color-scheme:dark')).toBeLessThan(old.indexOf('#ddeeff'))
  })

  it('follows the page unless it is told otherwise', () => {
    const colors = { light: { accent: '#112233' } }
    expect(themeCss(colors)).not.toContain('.fp{color-scheme:light dark}')
    expect(themeCss({ ...colors, scheme: 'light' })).toContain(':host,.fp{color-scheme:light}')
    const dark = themeCss({ scheme: 'dark' })
    expect(dark).toContain(':host,.fp{color-scheme:dark}')
    expect(dark).toContain(`--fp-background:${ownColors.dark.background}`)
    expect(dark).not.toContain(ownColors.light.accent)
  })

  it('derives what an accent alone does not say', () => {
    const css = themeCss({ scheme: 'light', light: { accent: '#ffe14d' } })
    expect(css).toContain('--fp-accent:#ffe14d')
    expect(css).toMatch(/--fp-on-accent:#(?!ffffff)/)
    expect(css, 'a yellow ring is not seen on white').not.toContain('--fp-ring:#ffe14d')
    expect(css).not.toContain('--fp-link:#ffe14d')
  })

  it('measures the width in letters, so that it grows with the size that a visitor has set', () => {
    expect(themeCss({ width: 640, size: 20 })).toContain('--fp-width:32em')
    expect(themeCss({ width: 640 })).toContain('--fp-width:40em')
  })
})

describe('what a page may style', () => {
  const sources = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /(?<!\.test)\.(css|tsx?)$/.test(path),
  )
  const readme = read('../../README.md')
  /** What tables of the README name, in their first columns. */
  const named = (pattern: RegExp) =>
    [...readme.matchAll(/^\| (`[^|]*) \|/gm)]
      .flatMap(([, cell = '']) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name))
      .filter((name) => pattern.test(name))
      .sort()

  it('is, of properties, what the README says', () => {
    const everything: Theme = { light: { accent: '#112233' }, font: 'sans', size: 18, radius: 1, width: 300 }
    const texts = [...sources.filter((path) => path.endsWith('.css')).map(read), themeCss(everything)]
    const used = texts.flatMap((text) => text.match(/--fp-[a-z-]+/g) ?? [])
    expect(named(/^--fp-/)).toEqual([...new Set(used)].sort())
  })

  it('is, of parts, what the README says', () => {
    const table = readme.slice(readme.indexOf('| part '))
    const rows = table.slice(0, table.indexOf('\n\n'))
    const documented = [...rows.matchAll(/`([a-z-]+)`/g)].map(([, name]) => name)
    const used = sources
      .filter((path) => path.endsWith('.tsx'))
      .flatMap((path) => [...read(path).matchAll(/\bpart="([^"]+)"/g)])
      .flatMap(([, names = '']) => names.split(' '))
    expect([...new Set(documented)].sort()).toEqual([...new Set(used)].sort())
  })

  it('has, without a theme, the colours that contrast is reckoned with', () => {
    const sheet = read('style.css')
    const whole = (hex = '') => (hex.length === 4 ? hex.replace(/\w/g, '$&$&') : hex)
    for (const name of colorNames) {
      const property = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
      const [, light, dark] =
        new RegExp(`--fp-${property}, light-dark\\((#\\w+), (#\\w+)\\)`).exec(sheet) ?? []
      expect({ light: whole(light), dark: whole(dark) }, name).toEqual({
        light: ownColors.light[name],
        dark: ownColors.dark[name],
      })
    }
  })
})
