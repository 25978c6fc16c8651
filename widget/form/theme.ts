/** What a theme means in CSS: a sheet for the host, whose `--fp-*` properties the page's own rules for it outdo. */
import type { Theme } from '@fieldpost/shared/theme.ts'

/** The sheet of a theme, as text. */
export const themeCss = ({ radius }: Theme): string =>
  radius === undefined ? '' : `:host{--fp-radius:${radius}px}`
