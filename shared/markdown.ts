/**
 * The small markdown of labels, help and thanks: **bold**, *italic*, [text](address), line breaks. It gives pieces,
 * not HTML, so whoever draws them makes text nodes and nothing can be injected.
 */
export type Inline =
  | { type: 'text'; text: string }
  | { type: 'break' }
  | { type: 'bold' | 'italic'; children: Inline[] }
  | { type: 'link'; href: string; children: Inline[] }

const TOKEN = /\*\*(.+?)\*\*|\*([^*\s](?:[^*\n]*[^*\s])?)\*|\[([^\][\n]+)\]\(([^()\s]+)\)|(\r?\n)/

/** Addresses that a link may have; anything else stays the text it is. */
const SAFE = /^(?:https?:\/\/|mailto:|tel:)/i

/** The pieces of a text. Linear in its length for the texts that the limits allow. */
export function parseInline(text: string): Inline[] {
  const out: Inline[] = []
  let rest = text
  while (rest) {
    const match = TOKEN.exec(rest)
    if (!match) break
    const [whole, bold, italic, linkText, href, newline] = match
    if (match.index > 0) out.push({ type: 'text', text: rest.slice(0, match.index) })
    if (bold) out.push({ type: 'bold', children: parseInline(bold) })
    else if (italic) out.push({ type: 'italic', children: parseInline(italic) })
    else if (newline) out.push({ type: 'break' })
    else if (linkText && href && SAFE.test(href))
      out.push({ type: 'link', href, children: parseInline(linkText) })
    else out.push({ type: 'text', text: whole })
    rest = rest.slice(match.index + whole.length)
  }
  if (rest) out.push({ type: 'text', text: rest })
  return out
}

/** The same text with its marks taken off: for exports, payloads and page titles. */
export const plainText = (text: string): string =>
  parseInline(text)
    .map(function plain(piece): string {
      if (piece.type === 'text') return piece.text
      return piece.type === 'break' ? ' ' : piece.children.map(plain).join('')
    })
    .join('')
