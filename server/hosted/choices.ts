/** Radios and checkboxes, in all the looks that they have. */
import type { Field } from '@fieldpost/shared/fields/index.ts'
import { plainText } from '@fieldpost/shared/markdown.ts'
import { html } from 'hono/html'
import { OTHER, partName } from '../intake/plain.ts'
import { type Asked, attribute, group, inputId, invalid, required } from './frame.ts'
import { type Html, inline } from './inline.ts'
import { place, words } from './words.ts'

/**
 * The first input of a group has the field's own id, the others count on from it, after a mark that no field's id
 * has: another field may be called `f1-1`.
 */
export const nthId = (field: Field, index: number) =>
  index === 0 ? inputId(field) : `${inputId(field)}.${index}`

const nth = (drawn: Asked, type: 'radio' | 'checkbox', index: number, value: string) =>
  html`type="${type}" id="${nthId(drawn.field, index)}" name="${drawn.field.name}" value="${value}"${
    // A required group of checkboxes would want every one of them.
    type === 'radio' && required(drawn)
  }${invalid(drawn)}${value !== '' && drawn.texts.includes(value) && html` checked`}`

/** A radio cannot be taken back without a script, so one that means nothing stands beside the others. */
const none = (drawn: Asked, index: number) =>
  !drawn.field.required &&
  html`
<label class="option none"><input ${nth(drawn, 'radio', index, '')}><span>${words.noAnswer}</span></label>`

interface Choice {
  value: string
  label: string
  image?: string | undefined
}

/** Options beside or below each other, each a label around its input, with a place for other words behind them. */
export function options(drawn: Asked, type: 'radio' | 'checkbox', list: readonly Choice[]): Html {
  const { field } = drawn
  const hasOther = 'other' in field && field.other === true
  return html`<div class="${list.some(({ image }) => image) ? 'options pictures' : 'options'}">${list.map(
    ({ value, label, image }, index) => html`
<label class="option"><input ${nth(drawn, type, index, value)}>${
      image && html`<img src="${image}" alt="" loading="lazy" referrerpolicy="no-referrer">`
    }<span>${inline(label || value)}</span></label>`,
  )}
${hasOther && other(drawn, type, list)}${type === 'radio' && none(drawn, list.length + 1)}
</div>`
}

/** The words of the visitor's own, with an option that stands for them. */
function other(drawn: Asked, type: 'radio' | 'checkbox', list: readonly Choice[]): Html {
  const { field, texts, parts } = drawn
  const label = ('otherLabel' in field && field.otherLabel) || words.other
  const isOption = (text: string) => list.some(({ value }) => value === text)
  const own =
    parts.get('other')?.[0] || texts.find((text) => text !== OTHER && text !== '' && !isOption(text))
  const ticked = texts.includes(OTHER) || own ? [OTHER] : []
  return html`
<div class="other"><label class="option"><input ${nth({ ...drawn, texts: ticked }, type, list.length, OTHER)}><span>${inline(label)}</span></label>
<input class="input" type="text" name="${partName(field.name, 'other')}" aria-label="${plainText(label)}: ${words.otherWords}"${attribute('value', own)}></div>`
}

interface Step {
  value: string
  /** What a screen reader says: "3 of 5". */
  name: string
  face: Html | string
}

export const numbers = (from: number, to: number, face: (n: number) => Html | string): Step[] =>
  Array.from({ length: to - from + 1 }, (_, index) => ({
    value: String(from + index),
    name: place(from + index, to),
    face: face(from + index),
  }))

export function scale(drawn: Asked, look: string, steps: readonly Step[], low = '', high = ''): Html {
  return group(
    drawn,
    html`<div class="scaled"><div class="scale ${look}">${steps.map(
      ({ value, name, face }, index) => html`
<label class="step"><input ${nth(drawn, 'radio', index, value)} aria-label="${name}"><span aria-hidden="true">${face}</span></label>`,
    )}
</div>
${(low || high) && html`<p class="help ends"><span>${low}</span><span>${high}</span></p>`}</div>
${none(drawn, steps.length)}`,
  )
}
