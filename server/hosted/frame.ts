/** What is around the inputs of a field: its label, help, when it applies, and what is wrong. */
import type { Field, FieldKind, FieldOf } from '@fieldpost/shared/fields/index.ts'
import { html } from 'hono/html'
import type { Parts } from '../intake/plain.ts'
import { type Html, inline } from './inline.ts'
import { words } from './words.ts'

export interface Drawn<F extends Field = Field> {
  field: F
  /** What its inputs hold, as texts. */
  texts: readonly string[]
  /** What is wrong with the answer. */
  issue: string | undefined
  /** What came of it in parts, `name[part]`, by part. */
  parts: Parts
  /** When it is to be answered, where that depends on other answers. */
  when: string
  /** Whether it is asked for whatever the other answers are. */
  isSettled: boolean
  /** Whether to say that an answer is optional: only where others of the form are not. */
  optional: boolean
  /** The level of a heading between the questions. */
  level: 2 | 3
}

export type Shown = Exclude<FieldKind, 'hidden'>
export type Asked = Drawn<FieldOf<Exclude<Shown, 'statement'>>>
type Line = 'text' | 'email' | 'phone' | 'url' | 'number' | 'date' | 'time' | 'slider'

/** The id of a field's first input: where a link from the summary leads. */
export const inputId = (field: Field): string => `i-${field.id}`

export const idOf = (part: string, { field }: Drawn) => `${part}-${field.id}`

export const attribute = (name: string, value: string | undefined) =>
  value ? html` ${name}="${value}"` : html``
export const placeholder = (text: string | undefined) => attribute('placeholder', text)
export const autocomplete = (token: string | undefined) => attribute('autocomplete', token)

/** The browser may insist on an answer only where it is asked for whatever the other answers are. */
export const required = ({ field, isSettled }: Asked) => field.required && isSettled && html` required`

export const describedBy = (drawn: Asked, more = '') =>
  attribute(
    'aria-describedby',
    [
      drawn.issue && idOf('e', drawn),
      drawn.when && idOf('w', drawn),
      drawn.field.help && idOf('h', drawn),
      more,
    ]
      .filter(Boolean)
      .join(' '),
  )

export const invalid = ({ issue }: Asked) => attribute('aria-invalid', issue && 'true')

/** What the one input of a field has, whatever it is. */
export const common = (drawn: Asked, more = '') =>
  html` id="${inputId(drawn.field)}" name="${drawn.field.name}"${required(drawn)}${invalid(drawn)}${describedBy(drawn, more)}`

/**
 * When to answer, help, and what is wrong, each to be found by the inputs that it belongs to. What is ours to say is in
 * English, isolated from a page that is written from right to left.
 */
export const around = (drawn: Asked, control: Html = html``) => html`
${drawn.when && html`<p class="help when" id="${idOf('w', drawn)}"><bdi>${drawn.when}</bdi></p>`}
${drawn.field.help && html`<p class="help" id="${idOf('h', drawn)}">${inline(drawn.field.help)}</p>`}
${control}
${drawn.issue && html`<p class="error" id="${idOf('e', drawn)}"><bdi>${drawn.issue}</bdi></p>`}
`

/** Two that are half as wide share a line, where there is room. */
export const look = ({ field }: Asked) => (field.half ? 'field half' : 'field')

const label = ({ field, optional }: Asked) =>
  html`${inline(field.label)}${optional && !field.required && html` <small>${words.optional}</small>`}`

export const single = (drawn: Asked, control: Html) => html`<div class="${look(drawn)}">
<label class="label" for="${inputId(drawn.field)}">${label(drawn)}</label>
${around(drawn, control)}</div>`

/** One line, with a unit behind it, and a hint above. */
export function line(drawn: Drawn<FieldOf<Line>>, attributes: Html, unit = '', hint = '') {
  const { field, texts } = drawn
  const about = [hint && idOf('n', drawn), unit && idOf('u', drawn)].filter(Boolean).join(' ')
  const input = html`<input class="input" ${attributes}${common(drawn, about)}${
    'placeholder' in field && placeholder(field.placeholder)
  }${attribute('value', texts[0])}>`
  return single(
    drawn,
    html`${hint && html`<p class="help" id="${idOf('n', drawn)}"><bdi>${hint}</bdi></p>`}${
      unit ? html`<div class="unit">${input}<span id="${idOf('u', drawn)}">${unit}</span></div>` : input
    }`,
  )
}

export const group = (
  drawn: Asked,
  inputs: Html,
  hint = '',
) => html`<fieldset class="${look(drawn)}"${describedBy(drawn, hint && idOf('n', drawn))}>
<legend class="label">${label(drawn)}</legend>
${around(drawn, html`${hint && html`<p class="help" id="${idOf('n', drawn)}"><bdi>${hint}</bdi></p>`}${inputs}`)}</fieldset>`
