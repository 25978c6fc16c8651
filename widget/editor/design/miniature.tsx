/** A theme at a glance: a form of a few strokes in its colours, font and edges. */
import { paletteOf, type Scheme } from '@fieldpost/shared/palette.ts'
import type { Theme } from '@fieldpost/shared/theme.ts'
import { fonts } from '../../form/fonts.ts'

/** How much smaller than the form, so that its corners look alike. */
const SCALE = 0.55

/** Purely a picture: what it is called stands beside it. */
export function Miniature({ theme, scheme }: { theme: Theme; scheme: Scheme }) {
  const palette = paletteOf(theme, scheme)
  const radius = (theme.radius ?? 10) * SCALE
  const style: Record<string, string> = {
    ...Object.fromEntries(Object.entries(palette).map(([name, color]) => [`--m-${name}`, color])),
    '--m-radius': `${radius}px`,
    'font-family': fonts[theme.font ?? 'page'] || 'inherit',
  }
  return (
    <span
      class="mini"
      style={style}
      aria-hidden="true"
      data-shadow={theme.shadow}
      data-inputs={theme.inputs}
      data-button={theme.button}
      data-wide={theme.wideButton}
      data-density={theme.density}
    >
      <span class="mini-title">Aa</span>
      <span class="mini-line" />
      <span class="mini-input" />
      <span class="mini-button">
        <span />
      </span>
    </span>
  )
}
