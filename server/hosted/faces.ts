/** Pictures of faces, stars and hearts. */
import { html } from 'hono/html'

/** From worst to best, inside a face of 24 by 24. */
const mouths = [
  'M8 17c2-4 6-4 8 0',
  'M8 16c2-2 6-2 8 0',
  'M8 15.5h8',
  'M8 14.5c2 2.5 6 2.5 8 0',
  'M7.5 14c1 5.5 8 5.5 9 0z',
]

export const drawFace = (level: number) =>
  html`<svg viewBox="0 0 24 24"><circle cx="12" cy="12" r="10"/><path d="M9 9v1M15 9v1${mouths[level] ?? ''}"/></svg>`

export const shapes = {
  star: 'M12 3l2.8 5.7 6.2.9-4.5 4.4 1.1 6.2-5.6-3-5.6 3 1.1-6.2L3 9.6l6.2-.9z',
  heart: 'M12 20C5.5 15.5 3.5 12 3.5 9A4.5 4.5 0 0 1 12 7a4.5 4.5 0 0 1 8.5 2c0 3-2 6.5-8.5 11z',
} as const

export const drawShape = (path: string) => html`<svg viewBox="0 0 24 24"><path d="${path}"/></svg>`
