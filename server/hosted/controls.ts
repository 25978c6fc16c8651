/** Each kind of field as native HTML, which works without a script. */
import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import { smileys, smileysOf } from '@fieldpost/shared/fields/smiley.ts'
import { html } from 'hono/html'
import { numbers, options, scale } from './choices.ts'
import { drawFace, drawShape, shapes } from './faces.ts'
import {
  around,
  attribute,
  autocomplete,
  common,
  type Drawn,
  group,
  line,
  look,
  placeholder,
  type Shown,
  single,
} from './frame.ts'
import { type Html, inline } from './inline.ts'
import { address, files, matrix, ranking } from './parts.ts'
import { between, howMany, place, words } from './words.ts'

const kinds: { [Kind in Shown]: (drawn: Drawn<FieldOf<Kind>>) => Html } = {
  text: (drawn) =>
    line(drawn, html`type="text"${autocomplete(drawn.field.autocomplete)}${pattern(drawn.field)}`),
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
  time: (drawn) =>
    line(drawn, html`type="time"${attribute('min', drawn.field.min)}${attribute('max', drawn.field.max)}`),
  // A slider always holds some number, and without a script nobody could tell whether the visitor chose it.
  slider(drawn) {
    const { min, max, unit } = drawn.field
    const mode = min < 0 ? 'text' : 'decimal'
    return line(
      drawn,
      html`type="text" inputmode="${mode}" autocomplete="off"`,
      unit,
      between(min, max, unit),
    )
  },
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
  'picture-choice'(drawn) {
    const { multiple, min, max } = drawn.field
    const type = multiple ? 'checkbox' : 'radio'
    return group(drawn, options(drawn, type, drawn.field.options), multiple ? howMany(min, max) : '')
  },
  'yes-no': (drawn) =>
    group(
      drawn,
      options(drawn, 'radio', [
        { value: 'true', label: words.yes },
        { value: 'false', label: words.no },
      ]),
    ),
  consent: (drawn) => html`<div class="${look(drawn)}">
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
  scale(drawn) {
    const { min, max, lowLabel, highLabel } = drawn.field
    return scale(drawn, 'number', numbers(min, max, String), lowLabel, highLabel)
  },
  smiley(drawn) {
    const faces = smileysOf(drawn.field)
    const steps = faces.map((face, index) => ({
      value: face,
      name: `${words.smileys[face]}, ${place(index + 1, faces.length)}`,
      face: html`${drawFace(smileys.indexOf(face))}<span class="word">${words.smileys[face]}</span>`,
    }))
    return scale(drawn, 'smiley', steps)
  },
  matrix,
  ranking,
  address,
  file: files,
  // Drawing needs a script; a picture of a signature does not.
  signature: files,
  statement: ({ field, level }) => html`<div class="statement">
${field.label && (level === 2 ? html`<h2>${inline(field.label)}</h2>` : html`<h3>${inline(field.label)}</h3>`)}
${field.help && html`<p>${inline(field.help)}</p>`}
</div>`,
}

/** A field as a visitor sees it; a hidden one is none of these. */
export const control = (drawn: Drawn<FieldOf<Shown>>): Html =>
  // The table's type has checked that each kind's function takes a field of that kind.
  (kinds[drawn.field.kind] as (drawn: Drawn) => Html)(drawn)

/** Browsers know patterns, too, and say the owner's words when an answer does not fit. */
const pattern = (field: FieldOf<'text'>) =>
  html`${attribute('pattern', field.pattern)}${attribute('title', field.pattern && field.patternMessage)}`
