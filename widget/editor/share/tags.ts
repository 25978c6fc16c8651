/** What an owner pastes, as text. */
import type { Field } from '@fieldpost/shared/fields/index.ts'
import { smileysOf } from '@fieldpost/shared/fields/smiley.ts'
import { plainText } from '@fieldpost/shared/markdown.ts'

export interface Tagged {
  /** The relay's origin. */
  origin: string
  id: string
  title: string
  /** CSS pixels that the place keeps free for the form; 0 for none. */
  minHeight: number
  /** The form comes over the page, and its place is to take no room. */
  over?: boolean
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const script = (origin: string) => `<script async src="${origin}/embed.js"></script>`

/**
 * The script and the place. The link in the place is what visitors without scripts, or with a blocked one, get; a
 * form that is drawn takes its room. A form that comes over the page would leave a hole where that was.
 */
export const placeTag = ({ origin, id, title, minHeight, over }: Tagged): string =>
  over
    ? `${script(origin)}
<div data-fieldpost="${id}"></div>`
    : `${script(origin)}
<div data-fieldpost="${id}"${minHeight > 0 ? ` style="min-height:${minHeight}px"` : ''}>
  <a href="${origin}/f/${id}">${escaped(title)}</a>
</div>`

export const singleTag = ({ origin, id }: Tagged): string =>
  `<script async src="${origin}/embed.js" data-form="${id}"></script>`

export const elementTag = ({ origin, id }: Tagged): string =>
  `${script(origin)}
<fieldpost-form form="${id}"></fieldpost-form>`

/** A form in plain HTML, for who draws every input: it posts the same answers, and needs no script of ours. */
export function plainForm({ origin, id }: Tagged, fields: readonly Field[], send: string): string {
  const lines = fields.flatMap((field) => inputOf(field) ?? [])
  return `<form method="post" action="${origin}/v1/forms/${id}/submissions"${fields.some(isUpload) ? ' enctype="multipart/form-data"' : ''}>
${lines.map((line) => `  ${line}`).join('\n')}
  <button>${escaped(send)}</button>
</form>`
}

const isUpload = ({ kind }: Field) => kind === 'file'

const types: Partial<Record<Field['kind'], string>> = {
  text: 'text',
  email: 'email',
  phone: 'tel',
  url: 'url',
  date: 'date',
  time: 'time',
  file: 'file',
  hidden: 'hidden',
}

/** One field as HTML; undefined for those that a plain form cannot ask as they are. */
function inputOf(field: Field): string | undefined {
  const label = escaped(plainText(field.label) || field.name)
  const name = `name="${field.name}"`
  const required = 'required' in field && field.required ? ' required' : ''
  switch (field.kind) {
    case 'statement':
    case 'signature':
    case 'matrix':
    case 'ranking':
    case 'address':
      return undefined
    case 'hidden':
      return `<input type="hidden" ${name} value="${escaped(field.default ?? '')}">`
    case 'long-text':
      return `<label>${label} <textarea ${name}${required}></textarea></label>`
    case 'consent':
      return `<label><input type="checkbox" ${name} value="true"${required}> ${label}</label>`
    case 'yes-no':
      return select(label, name, required, [
        ['yes', 'Yes'],
        ['no', 'No'],
      ])
    case 'single-choice':
    case 'dropdown':
    case 'picture-choice':
    case 'multiple-choice':
      return select(
        label,
        `${name}${field.kind === 'multiple-choice' || ('multiple' in field && field.multiple) ? ' multiple' : ''}`,
        required,
        field.options.map((option) => [option.value, plainText(option.label)]),
      )
    case 'rating':
      return number(label, name, required, 1, field.max)
    case 'nps':
      return number(label, name, required, 0, 10)
    case 'scale':
    case 'slider':
      return number(label, name, required, field.min, field.max)
    case 'number':
      return `<label>${label} <input inputmode="decimal" ${name}${required}></label>`
    case 'smiley':
      return select(
        label,
        name,
        required,
        smileysOf(field).map((face) => [face, face]),
      )
    default:
      return `<label>${label} <input type="${types[field.kind] ?? 'text'}" ${name}${required}></label>`
  }
}

const number = (label: string, name: string, required: string, min: number, max: number) =>
  `<label>${label} <input type="number" min="${min}" max="${max}" ${name}${required}></label>`

const select = (
  label: string,
  name: string,
  required: string,
  options: readonly (readonly [string, string])[],
) =>
  `<label>${label} <select ${name}${required}>${options
    .map(([value, words]) => `<option value="${escaped(value)}">${escaped(words || value)}</option>`)
    .join('')}</select></label>`

/** Kinds of this form that a plain form leaves out. */
export const leftOut = (fields: readonly Field[]): Field[] =>
  fields.filter((field) => field.kind !== 'statement' && inputOf(field) === undefined)
