import { type Inline, parseInline } from '@fieldpost/shared/markdown.ts'
import { html } from 'hono/html'

/** HTML that is escaped already; everything else that is put into `html` becomes text. */
export type Html = ReturnType<typeof html>

/** The small markdown of labels, help and thanks, as HTML in which every text is escaped. */
export const inline = (text: string): Html => html`${parseInline(text).map(draw)}`

function draw(piece: Inline): Html {
  switch (piece.type) {
    case 'text':
      return html`${piece.text}`
    case 'break':
      return html`<br>`
    case 'bold':
      return html`<strong>${piece.children.map(draw)}</strong>`
    case 'italic':
      return html`<em>${piece.children.map(draw)}</em>`
    case 'link':
      return html`<a href="${piece.href}" target="_blank" rel="noopener">${piece.children.map(draw)}</a>`
  }
}
