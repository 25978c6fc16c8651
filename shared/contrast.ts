/** How well one colour is told from another: relative luminance and contrast ratio as WCAG 2.2 defines them. */

/** What WCAG's level AA asks of text (1.4.3), and of what tells a control or its state (1.4.11). */
export const TEXT_CONTRAST = 4.5
export const CONTROL_CONTRAST = 3

/** How many steps there are from a colour to black or white when a readable one is looked for. */
const STEPS = 256

/** Red, green and blue of `#rrggbb`, each 0 to 255. */
const channels = (color: string): number[] =>
  [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16))

/** 0 for black, 1 for white. */
export function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = channels(color).map((channel) => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** From 1, for the same colour, to 21, for black and white. Colours are `#rrggbb`. */
export function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

/** `share` (0 to 1) of one colour in another, as CSS mixes them in sRGB. */
export function mix(color: string, into: string, share: number): string {
  const ground = channels(into)
  const mixed = channels(color).map((channel, at) => channel * share + (ground[at] ?? 0) * (1 - share))
  return `#${mixed.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`
}

/** The colour itself or the nearest darker or lighter one that passes; undefined when none does. */
export function nearest(color: string, passes: (candidate: string) => boolean): string | undefined {
  for (let step = 0; step <= STEPS; step++) {
    for (const end of ['#000000', '#ffffff']) {
      const candidate = mix(end, color, step / STEPS)
      if (passes(candidate)) return candidate
    }
  }
  return undefined
}
