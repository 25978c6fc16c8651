/**
 * What a theme means in CSS: a sheet for the host, whose `--fp-*` properties the page's own rules for that element
 * outdo. What only themed forms look like is here, so that others do not carry it.
 */
import {
  linkColor,
  type Palette,
  paletteOf,
  ringColor,
  type Scheme,
  SOFT_SHARE,
  schemesOf,
} from '@fieldpost/shared/palette.ts'
import type { Theme } from '@fieldpost/shared/theme.ts'
import { fonts } from './fonts.ts'

/** In pixels: the browser's own size of text, which sizes are given for. */
const ROOT_SIZE = 16

const densities = {
  compact:
    ':host{--fp-gap:1.125em;--fp-padding:clamp(.75em,4%,1.375em)}.input,.button,.back,.option{min-height:2.375em;padding-block:.3125em}.options{gap:.375em}',
  normal: '',
  roomy:
    ':host{--fp-gap:2.125em;--fp-padding:clamp(1.25em,7%,3em)}.input,.button,.back,.option{min-height:3.25em;padding-block:.8125em}.input,.option{padding-inline:1em}.options{gap:.75em}',
} satisfies Record<NonNullable<Theme['density']>, string>

const shadows = {
  none: '',
  soft: '.fp{box-shadow:0 1px 2px rgb(0 0 0/6%),0 8px 28px rgb(0 0 0/9%)}.button{box-shadow:0 1px 2px rgb(0 0 0/14%)}',
  deep: '.fp{box-shadow:0 2px 6px rgb(0 0 0/9%),0 24px 64px rgb(0 0 0/20%)}.button{box-shadow:0 6px 16px color-mix(in srgb,var(--accent) 35%,transparent)}',
  hard: '.fp,.input,.option,.button,.back,.summary{border:2px solid var(--text)}.option input{border-width:2px}.number .step{border-width:2px}.fp{box-shadow:6px 6px 0 var(--text)}.button{box-shadow:3px 3px 0 var(--text)}.button:active{box-shadow:none;translate:3px 3px}',
} satisfies Record<NonNullable<Theme['shadow']>, string>

const inputs = {
  boxed: '',
  underlined:
    '.input,.option{border-width:0 0 1px;border-radius:0;background:none;padding-inline:.125em}.input:focus-visible{outline-offset:2px}.option:has(:checked){background:none}',
} satisfies Record<NonNullable<Theme['inputs']>, string>

const buttons = {
  filled: '',
  outline: '.button{border:2px solid var(--accent);background:none;color:var(--fp-link,var(--accent))}',
  soft: `.button{background:color-mix(in srgb,var(--accent) ${SOFT_SHARE * 100}%,var(--background));color:var(--fp-link,var(--accent))}`,
} satisfies Record<NonNullable<Theme['button']>, string>

const frames = {
  card: '',
  plain: ':host{--fp-padding:0}.fp{border:0;border-radius:0;background:none;box-shadow:none}',
} satisfies Record<NonNullable<Theme['frame']>, string>

/** The sheet of a theme, as text. */
export function themeCss(theme: Theme): string {
  const { font, size, radius, width, density, shadow, inputs: lines, button, wideButton, frame } = theme
  return [
    colors(theme),
    font && font !== 'page' && host({ font: fonts[font] }),
    // The second keeps the size on pages that set another size for their root.
    size && host({ size: `max(${size / ROOT_SIZE}rem,${size}px)` }),
    // Phones zoom in on what is focused when it is below 16 px; and links in a list need room for a finger.
    size &&
      size < ROOT_SIZE &&
      '@media (pointer:coarse){.input{font-size:max(1em,16px)}}.summary li{min-height:24px}',
    radius !== undefined && host({ radius: `${radius}px` }),
    radius !== undefined && radius < 4 && '.option [type=checkbox]{border-radius:0}',
    width && host({ width: `${width / (size ?? ROOT_SIZE)}em` }),
    density && densities[density],
    shadow && shadows[shadow],
    lines && inputs[lines],
    button && buttons[button],
    wideButton && '.button{flex:1}',
    frame && frames[frame],
  ]
    .filter(Boolean)
    .join('')
}

function colors(theme: Theme): string {
  const { scheme = 'page', light, dark } = theme
  if (scheme === 'page' && !light && !dark) return ''
  const says = scheme === 'auto' ? 'light dark' : scheme === 'page' ? '' : scheme
  const follow = says && `:host,.fp{color-scheme:${says}}`
  const palettes = schemesOf(theme).map((scheme) => paletteOf(theme, scheme))
  const [one = {}, other] = palettes.map((palette) => properties(palette, palettes))
  // In the colours of this form rather than in their own.
  const given = host({ star: 'var(--fp-accent)', heart: 'var(--fp-accent)' })
  if (!other) return host(one) + given + follow
  const both = Object.fromEntries(
    Object.entries(one).map(([name, color]) => [name, `light-dark(${color},${other[name]})`]),
  )
  // Browsers from before May 2024 know no light-dark().
  const alone = (colors: Properties, scheme: Scheme) => `${host(colors)}.fp{color-scheme:${scheme}}`
  const system = scheme === 'auto' ? `@media (prefers-color-scheme:dark){${alone(other, 'dark')}}` : ''
  return `${host(both)}${given}${follow}@supports not (color:light-dark(red,red)){${alone(one, 'light')}${system}}`
}

type Properties = Record<string, string>

const host = (properties: Properties): string =>
  `:host{${Object.entries(properties)
    .map(([name, value]) => `--fp-${name}:${value}`)
    .join(';')}}`

/** What is not as the accent is, in any scheme: the rest follows it, also when the page sets another. */
const others = { link: linkColor, ring: ringColor }

/** Every colour of a palette by the name of its property, with those that follow from them. */
const properties = (palette: Palette, all: readonly Palette[]): Properties => ({
  ...Object.fromEntries(Object.entries(palette).map(([name, color]) => [name.replace('onA', 'on-a'), color])),
  ...Object.fromEntries(
    Object.entries(others)
      .filter(([, of]) => all.some((one) => of(one) !== one.accent))
      .map(([name, of]) => [name, of(palette)]),
  ),
})
