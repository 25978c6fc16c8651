/**
 * The colours that a theme comes to. An owner may give a few: the others begin as the widget's own and are made
 * readable beside those given, which stay as they are, also when they cannot be read.
 */
import { CONTROL_CONTRAST, contrast, mix, nearest, TEXT_CONTRAST } from './contrast.ts'
import type { ColorName, Theme } from './theme.ts'

export type Scheme = 'light' | 'dark'
export type Palette = Record<ColorName, string>

/** The widget's own, as its style sheet has them. */
export const ownColors: Record<Scheme, Palette> = {
  light: {
    text: '#1b1f24',
    muted: '#59616b',
    background: '#ffffff',
    surface: '#ffffff',
    border: '#848c96',
    accent: '#0a6b61',
    onAccent: '#ffffff',
    error: '#b3261e',
  },
  dark: {
    text: '#eceff2',
    muted: '#a9b1bb',
    background: '#17191d',
    surface: '#1f2227',
    border: '#7a828d',
    accent: '#62d2c0',
    onAccent: '#06231f',
    error: '#ff9d93',
  },
}

/** What a colour stands on. */
const grounds = {
  background: ({ background }: Palette) => background,
  surface: ({ surface }: Palette) => surface,
  accent: ({ accent }: Palette) => accent,
  /** Behind an answer that is chosen; see `--tint` in the style sheet. */
  chosen: ({ accent, surface }: Palette) => mix(accent, surface, 0.09),
  /** Behind the summary of what is wrong. */
  summary: ({ error, surface }: Palette) => mix(error, surface, 0.06),
} satisfies Record<string, (palette: Palette) => string>
export type Ground = keyof typeof grounds

interface Demand {
  of: ColorName
  on: Ground
  least: number
}

const text = (of: ColorName, ...on: Ground[]): Demand[] => on.map((on) => ({ of, on, least: TEXT_CONTRAST }))
const control = (of: ColorName, ...on: Ground[]): Demand[] =>
  on.map((on) => ({ of, on, least: CONTROL_CONTRAST }))

/** What must be told from what. Placeholders are muted; a chosen answer and the focus are told by the accent. */
export const demands: readonly Demand[] = [
  ...control('accent', 'background', 'surface'),
  ...text('onAccent', 'accent'),
  ...text('text', 'background', 'surface', 'chosen'),
  ...text('muted', 'background', 'surface'),
  ...text('error', 'background', 'surface', 'summary'),
  ...control('border', 'background', 'surface'),
]

/** One demand in one palette: both colours, and how far they are apart. */
export interface Pair extends Demand {
  color: string
  ground: string
  ratio: number
}

export const pairsOf = (palette: Palette, asked = demands): Pair[] =>
  asked.map((demand) => {
    const ground = grounds[demand.on](palette)
    return { ...demand, color: palette[demand.of], ground, ratio: contrast(palette[demand.of], ground) }
  })

/** The nearest shade of a colour that meets all demands on it; undefined when there is none. */
export function readable(palette: Palette, name: ColorName): string | undefined {
  const asked = demands.filter(({ of }) => of === name)
  return nearest(palette[name], (candidate) =>
    pairsOf({ ...palette, [name]: candidate }, asked).every(({ ratio, least }) => ratio >= least),
  )
}

/** The schemes in which a theme can be seen. */
export const schemesOf = ({ scheme }: Theme): Scheme[] =>
  scheme === 'light' || scheme === 'dark' ? [scheme] : ['light', 'dark']

export function paletteOf(theme: Theme, scheme: Scheme): Palette {
  const given = theme[scheme] ?? {}
  const own = ownColors[scheme]
  const brand = theme[scheme === 'light' ? 'dark' : 'light']?.accent
  const palette: Palette = {
    ...own,
    // A ground of its own for inputs is no use beside a background that it was not made for.
    ...(given.background && { surface: given.background }),
    ...(brand && { accent: brand }),
  }
  for (const name of names) palette[name] = given[name] ?? palette[name]
  for (const { of } of demands)
    if (!given[of]) palette[of] = readable(palette, of) ?? blackOrWhite(palette.background)
  return palette
}

const names = Object.keys(ownColors.light) as ColorName[]

/** Whichever is told better from a colour. */
const blackOrWhite = (ground: string): string =>
  contrast('#000000', ground) > contrast('#ffffff', ground) ? '#000000' : '#ffffff'

/** Every pair of a theme that is below WCAG's AA, in the schemes in which it can be seen. */
export const lowContrasts = (theme: Theme): (Pair & { scheme: Scheme })[] =>
  schemesOf(theme).flatMap((scheme) =>
    pairsOf(paletteOf(theme, scheme))
      .filter(({ ratio, least }) => ratio < least)
      .map((pair) => ({ ...pair, scheme })),
  )

/** The colour of what is read in the accent: links, and the words of a button that is not filled. */
export const linkColor = (palette: Palette): string =>
  nearest(palette.accent, (candidate) =>
    [palette.background, palette.surface, softGround(palette)].every(
      (ground) => contrast(candidate, ground) >= TEXT_CONTRAST,
    ),
  ) ?? palette.text

/** The ring around what has the focus. It is told from the background however pale the accent is. */
export const ringColor = (palette: Palette): string =>
  nearest(palette.accent, (candidate) =>
    [palette.background, palette.surface].every((ground) => contrast(candidate, ground) >= CONTROL_CONTRAST),
  ) ?? palette.text

/** Behind the words of a soft button. */
export const SOFT_SHARE = 0.14
const softGround = ({ accent, background }: Palette) => mix(accent, background, SOFT_SHARE)
