/** How a form looks: tokens that an owner sets. What is absent is the widget's own, see its style sheet. */
import * as v from 'valibot'

/** The colours of one scheme, each `#rrggbb`. */
export const colorNames = [
  'text',
  'muted',
  'background',
  'surface',
  'border',
  'accent',
  'onAccent',
  'error',
] as const
export type ColorName = (typeof colorNames)[number]

const color = v.optional(
  v.pipe(v.string('A colour is a text'), v.regex(/^#[0-9a-f]{6}$/i, 'A colour is written #rrggbb')),
)
const Colors = v.strictObject({
  text: color,
  muted: color,
  background: color,
  surface: color,
  border: color,
  accent: color,
  onAccent: color,
  error: color,
} satisfies Record<ColorName, typeof color>)

const pixels = (least: number, most: number) =>
  v.optional(
    v.pipe(
      v.number('This is a number of pixels'),
      v.minValue(least, `At least ${least}`),
      v.maxValue(most, `At most ${most}`),
    ),
  )

export const Theme = v.strictObject({
  /** The preset that it began with, for the editor to show. */
  preset: v.optional(v.pipe(v.string(), v.regex(/^[a-z-]{1,40}$/, 'A preset has a short name'))),
  /** `page`: as the page around it says, by `color-scheme`; `auto`: as the visitor's system says. */
  scheme: v.optional(v.picklist(['page', 'auto', 'light', 'dark'], 'scheme is page, auto, light or dark')),
  light: v.optional(Colors),
  dark: v.optional(Colors),
  /** The page's own font, or one that every system has. No font is ever loaded. */
  font: v.optional(
    v.picklist(['page', 'sans', 'serif', 'mono', 'rounded'], 'font is page, sans, serif, mono or rounded'),
  ),
  /** CSS pixels at the browser's default size; grows with it. */
  size: pixels(14, 22),
  radius: pixels(0, 28),
  width: pixels(280, 1_200),
  density: v.optional(v.picklist(['compact', 'normal', 'roomy'], 'density is compact, normal or roomy')),
  /** `hard` has no blur, and strong edges. */
  shadow: v.optional(v.picklist(['none', 'soft', 'deep', 'hard'], 'shadow is none, soft, deep or hard')),
  button: v.optional(v.picklist(['filled', 'outline', 'soft'], 'button is filled, outline or soft')),
  /** Inputs with an edge all around, or with a line below as on paper. */
  inputs: v.optional(v.picklist(['boxed', 'underlined'], 'inputs is boxed or underlined')),
  /** The button as wide as the form. */
  wideButton: v.optional(v.boolean('wideButton is true or false')),
  /** A card with a border, or the page's own ground with none. */
  frame: v.optional(v.picklist(['card', 'plain'], 'frame is card or plain')),
  /** Publishes colours below WCAG's AA contrast all the same: the owner's explicit word. */
  lowContrast: v.optional(v.literal(true, 'lowContrast takes true')),
})
export type Theme = v.InferOutput<typeof Theme>
