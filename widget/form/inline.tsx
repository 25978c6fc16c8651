import { type Inline, parseInline } from '@fieldpost/shared/markdown.ts'
import type { ComponentChild } from 'preact'

/**
 * The small markdown of labels, help and thanks, as nodes: text can only ever become text. `flat` leaves links out,
 * for words that are a link already.
 */
export const inline = (text: string, flat?: boolean): ComponentChild[] => draw(parseInline(text), flat)

const draw = (pieces: readonly Inline[], flat: boolean | undefined): ComponentChild[] =>
  pieces.map((piece) => {
    if (piece.type === 'text') return piece.text
    if (piece.type === 'break') return <br />
    const children = draw(piece.children, flat)
    if (piece.type === 'link')
      return flat ? (
        children
      ) : (
        <a href={piece.href} target="_blank" rel="noopener">
          {children}
        </a>
      )
    return piece.type === 'bold' ? <strong>{children}</strong> : <em>{children}</em>
  })
