/** Reads the relay's own pages in tests. They quote every attribute with `"`, so no whole parser is needed. */

/** Every tag of a page with the names of its attributes: what no text of an owner or a visitor may change. */
export const tagsOf = (page: string): string[] =>
  Array.from(page.matchAll(TAG), ([, name = '', attributes = '']) =>
    [name, ...Object.keys(attributesOf(attributes))].join(' '),
  )

const TAG = /<(\/?[a-z][a-z\d]*)((?:[^>"]|"[^"]*")*)>/gi

function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries(
    Array.from(text.matchAll(/([^\s"=]+)(?:="([^"]*)")?/g), ([, name = '', value = '']) => [
      name,
      plain(value),
    ]),
  )
}

const plain = (text: string) =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')

/** What is to be read on a page: its text without tags, blanks made one. */
export const textOf = (page: string): string => plain(page.replace(TAG, ' ')).replace(/\s+/g, ' ').trim()

/** The attributes of every tag of a name. */
export const elementsOf = (page: string, tag: string): Record<string, string>[] =>
  Array.from(page.matchAll(TAG)).flatMap(([, name, attributes = '']) =>
    name === tag ? [attributesOf(attributes)] : [],
  )

/** What a browser would send of a page's form as it is. */
export function formDataOf(page: string): URLSearchParams {
  const data = new URLSearchParams()
  for (const { type = '', name, value, checked } of elementsOf(page, 'input')) {
    const isBox = type === 'radio' || type === 'checkbox'
    if (name && !(isBox && checked === undefined)) data.append(name, value ?? (isBox ? 'on' : ''))
  }
  for (const [, attributes = '', text = ''] of page.matchAll(/<textarea((?:[^>"]|"[^"]*")*)>\n([^<]*)/g)) {
    const { name } = attributesOf(attributes)
    if (name) data.append(name, plain(text))
  }
  for (const [, attributes = '', inside = ''] of page.matchAll(
    /<select((?:[^>"]|"[^"]*")*)>([\s\S]*?)<\/select>/g,
  )) {
    const { name } = attributesOf(attributes)
    const chosen = elementsOf(inside, 'option').find(({ selected }) => selected !== undefined)
    if (name) data.append(name, chosen?.value ?? '')
  }
  return data
}
