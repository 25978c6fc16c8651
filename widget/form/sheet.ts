/** A style sheet that a policy of `style-src 'self'` allows: it is made by a script, not put into the page. */
export function sheetOf(text: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(text)
  return sheet
}
