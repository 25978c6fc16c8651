/** Each kind of field as native HTML, which works without a script. */
import type { Field, FieldKind, FieldOf } from '@fieldpost/shared/fields/index.ts'
import { smileys, smileysOf } from '@fieldpost/shared/fields/smiley.ts'
import { html } from 'hono/html'
import type { UploadField } from '../uploads/take.ts'
import { acceptOf, sentFiles, takesSeveral } from './files.ts'
import { type Html, inline } from './inline.ts'
import { howMany, place, words } from './words.ts'

export interface Drawn<F extends Field = Field> {
  field: F
  /** What its inputs hold, as texts. */
  texts: readonly string[]
  /** What is wrong with the answer. */
  issue: string | undefined
  /** When it is to be answered, where that depends on other answers. */
  when: string
  /** Whether to say that an answer is optional: only where others of the form are not. */
  optional: boolean
  /** The level of a heading between the questions. */
  level: 2 | 3
}

type Shown = Exclude<FieldKind, 'hidden'>
type Asked = Drawn<FieldOf<Exclude<Shown, 'statement'>>>
type Line = 'text' | 'email' | 'phone' | 'url' | 'number' | 'date'

const kinds: { [Kind in Shown]: (drawn: Drawn<FieldOf<Kind>>) => Html } = {
  text: (drawn) => line(drawn, html`type="text"${autocomplete(drawn.field.autocomplete)}`),
  // No type="email" and no type="url": browsers refuse addresses in other scripts, and such without https://, with
  // which the relay has no trouble. Keyboard and autofill are the same.
  email: (drawn) =>
    line(
      drawn,
      html`type="text" inputmode="email" autocomplete="email" autocapitalize="off" spellcheck="false"`,
    ),
  phone: (drawn) => line(drawn, html`type="tel" autocomplete="tel"`),
  url: (drawn) =>
    line(drawn, html`type="text" inputmode="url" autocomplete="url" autocapitalize="off" spellcheck="false"`),
  // Browsers' own number inputs drop what they cannot read, refuse the comma and change on a scroll.
  number(drawn) {
    const { min, integer, unit } = drawn.field
    // The digit pads of phones have no minus.
    const mode = min !== undefined && min < 0 ? 'text' : integer ? 'numeric' : 'decimal'
    return line(drawn, html`type="text" inputmode="${mode}" autocomplete="off"`, unit)
  },
  date: (drawn) =>
    line(
      drawn,
      html`type="date"${attribute('min', drawn.field.min)} max="${drawn.field.max ?? '9999-12-31'}"`,
    ),
  'long-text': (drawn) =>
    single(
      drawn,
      // The parser drops a line break that follows the tag, so one is given to be dropped.
      html`<textarea class="input" rows="4"${common(drawn)}${placeholder(drawn.field.placeholder)}>
${drawn.texts[0] ?? ''}</textarea>`,
    ),
  dropdown: (drawn) =>
    single(
      drawn,
      html`<div class="select"><select class="input"${common(drawn)}>
<option value="">${drawn.field.placeholder || words.choose}</option>
${drawn.field.options.map(
  ({ value, label }) =>
    html`<option value="${value}"${drawn.texts.includes(value) && html` selected`}>${label || value}</option>`,
)}
</select></div>`,
    ),
  'single-choice': (drawn) => group(drawn, options(drawn, 'radio', drawn.field.options)),
  'multiple-choice': (drawn) =>
    group(drawn, options(drawn, 'checkbox', drawn.field.options), howMany(drawn.field.min, drawn.field.max)),
  'yes-no': (drawn) =>
    group(
      drawn,
      options(drawn, 'radio', [
        { value: 'true', label: words.yes },
        { value: 'false', label: words.no },
      ]),
    ),
  consent: (drawn) => html`<div class="field">
<label class="option consent"><input type="checkbox" value="true"${common(drawn)}${
    drawn.texts.includes('true') && html` checked`
  }><span>${inline(drawn.field.label)}</span></label>
${around(drawn)}</div>`,
  rating: (drawn) =>
    scale(
      drawn,
      drawn.field.symbol,
      numbers(1, drawn.field.max, (n) =>
        drawn.field.symbol === 'number' ? String(n) : drawShape(shapes[drawn.field.symbol]),
      ),
      drawn.field.lowLabel,
      drawn.field.highLabel,
    ),
  nps: (drawn) =>
    scale(
      drawn,
      'number nps',
      numbers(0, 10, String),
      drawn.field.lowLabel || words.npsLow,
      drawn.field.highLabel || words.npsHigh,
    ),
  smiley(drawn) {
    const faces = smileysOf(drawn.field)
    const steps = faces.map((face, index) => ({
      value: face,
      name: `${words.smileys[face]}, ${place(index + 1, faces.length)}`,
      face: html`${drawFace(smileys.indexOf(face))}<span class="word">${words.smileys[face]}</span>`,
    }))
    return scale(drawn, 'smiley', steps)
  },
  file: (drawn) => files(drawn),
  // Drawing needs a script; a picture of a signature does not.
  signature: (drawn) => files(drawn),
  statement: ({ field, level }) => html`<div class="statement">
${field.label && (level === 2 ? html`<h2>${inline(field.label)}</h2>` : html`<h3>${inline(field.label)}</h3>`)}
${field.help && html`<p>${inline(field.help)}</p>`}
</div>`,
}

/** A field as a visitor sees it; a hidden one is none of these. */
export const control = (drawn: Drawn<FieldOf<Shown>>): Html =>
  // The table's type has checked that each kind's function takes a field of that kind.
  (kinds[drawn.field.kind] as (drawn: Drawn) => Html)(drawn)

/** The id of a field's first input: where a link from the summary leads. */
export const inputId = (field: Field): string => `i-${field.id}`

const idOf = (part: string, { field }: Drawn) => `${part}-${field.id}`

const attribute = (name: string, value: string | undefined) => (value ? html` ${name}="${value}"` : html``)
const placeholder = (text: string | undefined) => attribute('placeholder', text)
const autocomplete = (token: string | undefined) => attribute('autocomplete', token)

/** The browser may insist on an answer only where it is asked for whatever the other answers are. */
const required = ({ field, when }: Asked) => field.required && when === '' && html` required`

const describedBy = (drawn: Asked, more = '') =>
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

const invalid = ({ issue }: Asked) => attribute('aria-invalid', issue && 'true')

/** What the one input of a field has, whatever it is. */
const common = (drawn: Asked, more = '') =>
  html` id="${inputId(drawn.field)}" name="${drawn.field.name}"${required(drawn)}${invalid(drawn)}${describedBy(drawn, more)}`

/** When to answer, help, and what is wrong, each to be found by the inputs that it belongs to. */
const around = (drawn: Asked, control: Html = html``) => html`
${drawn.when && html`<p class="help when" id="${idOf('w', drawn)}">${drawn.when}</p>`}
${drawn.field.help && html`<p class="help" id="${idOf('h', drawn)}">${inline(drawn.field.help)}</p>`}
${control}
${drawn.issue && html`<p class="error" id="${idOf('e', drawn)}">${drawn.issue}</p>`}
`

const label = ({ field, optional }: Asked) =>
  html`${inline(field.label)}${optional && !field.required && html` <small>${words.optional}</small>`}`

const single = (drawn: Asked, control: Html) => html`<div class="field">
<label class="label" for="${inputId(drawn.field)}">${label(drawn)}</label>
${around(drawn, control)}</div>`

function line(drawn: Drawn<FieldOf<Line>>, attributes: Html, unit = '') {
  const { field, texts } = drawn
  const input = html`<input class="input" ${attributes}${common(drawn, unit && idOf('u', drawn))}${
    'placeholder' in field && placeholder(field.placeholder)
  }${attribute('value', texts[0])}>`
  if (!unit) return single(drawn, input)
  return single(drawn, html`<div class="unit">${input}<span id="${idOf('u', drawn)}">${unit}</span></div>`)
}

const group = (
  drawn: Asked,
  inputs: Html,
  hint = '',
) => html`<fieldset class="field"${describedBy(drawn, hint && idOf('n', drawn))}>
<legend class="label">${label(drawn)}</legend>
${around(drawn, html`${hint && html`<p class="help" id="${idOf('n', drawn)}">${hint}</p>`}${inputs}`)}</fieldset>`

/** The first input of a group has the field's own id, the others count on from it. */
const nthId = (field: Field, index: number) => (index === 0 ? inputId(field) : `${inputId(field)}-${index}`)

const nth = (drawn: Asked, type: 'radio' | 'checkbox', index: number, value: string) =>
  html`type="${type}" id="${nthId(drawn.field, index)}" name="${drawn.field.name}" value="${value}"${
    // A required group of checkboxes would want every one of them.
    type === 'radio' && required(drawn)
  }${invalid(drawn)}${value !== '' && drawn.texts.includes(value) && html` checked`}`

/** A radio cannot be taken back without a script, so one that means nothing stands beside the others. */
const withNone = (drawn: Asked, list: readonly { value: string; label: string }[]) =>
  drawn.field.required ? list : [...list, { value: '', label: words.noAnswer }]

function options(
  drawn: Asked,
  type: 'radio' | 'checkbox',
  list: readonly { value: string; label: string }[],
): Html {
  const all = type === 'radio' ? withNone(drawn, list) : list
  return html`<div class="options">${all.map(
    ({ value, label }, index) => html`
<label class="${value === '' ? 'option none' : 'option'}"><input ${nth(drawn, type, index, value)}><span>${inline(label || value)}</span></label>`,
  )}
</div>`
}

interface Step {
  value: string
  /** What a screen reader says: "3 of 5". */
  name: string
  face: Html | string
}

const numbers = (from: number, to: number, face: (n: number) => Html | string): Step[] =>
  Array.from({ length: to - from + 1 }, (_, index) => ({
    value: String(from + index),
    name: place(from + index, to),
    face: face(from + index),
  }))

function scale(drawn: Asked, look: string, steps: readonly Step[], low = '', high = ''): Html {
  return group(
    drawn,
    html`<div class="scaled"><div class="scale ${look}">${steps.map(
      ({ value, name, face }, index) => html`
<label class="step"><input ${nth(drawn, 'radio', index, value)} aria-label="${name}"><span aria-hidden="true">${face}</span></label>`,
    )}
</div>
${(low || high) && html`<p class="help ends"><span>${low}</span><span>${high}</span></p>`}</div>
${
  !drawn.field.required &&
  html`<label class="option none"><input ${nth(drawn, 'radio', steps.length, '')}><span>${words.noAnswer}</span></label>`
}`,
  )
}

/** Beside the input, the files that were sent before, each to be kept or left out. */
function files(drawn: Drawn<UploadField>): Html {
  const { field, texts } = drawn
  const sent = sentFiles(texts)
  return single(
    drawn,
    html`${
      sent.length > 0 &&
      html`<div class="options">${sent.map(
        ({ text, name }) => html`
<label class="option"><input type="checkbox" name="${field.name}" value="${text}" checked><span>${name}</span></label>`,
      )}
</div>`
    }<input class="input" type="file"${attribute('accept', acceptOf(field))}${takesSeveral(field) && html` multiple`} id="${inputId(field)}" name="${field.name}"${
      sent.length === 0 && required(drawn)
    }${invalid(drawn)}${describedBy(drawn)}>`,
  )
}

/** From worst to best, inside a face of 24 by 24. */
const mouths = [
  'M8 17c2-4 6-4 8 0',
  'M8 16c2-2 6-2 8 0',
  'M8 15.5h8',
  'M8 14.5c2 2.5 6 2.5 8 0',
  'M7.5 14c1 5.5 8 5.5 9 0z',
]

const drawFace = (level: number) =>
  html`<svg viewBox="0 0 24 24"><circle cx="12" cy="12" r="10"/><path d="M9 9v1M15 9v1${mouths[level] ?? ''}"/></svg>`

const shapes = {
  star: 'M12 3l2.8 5.7 6.2.9-4.5 4.4 1.1 6.2-5.6-3-5.6 3 1.1-6.2L3 9.6l6.2-.9z',
  heart: 'M12 20C5.5 15.5 3.5 12 3.5 9A4.5 4.5 0 0 1 12 7a4.5 4.5 0 0 1 8.5 2c0 3-2 6.5-8.5 11z',
} as const

const drawShape = (path: string) => html`<svg viewBox="0 0 24 24"><path d="${path}"/></svg>`
