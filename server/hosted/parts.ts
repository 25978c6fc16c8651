/** Answers that are more than one input: a matrix, a ranking, an address, files. */
import { type AddressPart, partsOf } from '@fieldpost/shared/fields/address.ts'
import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import { placesOf } from '@fieldpost/shared/fields/ranking.ts'
import { plainText } from '@fieldpost/shared/markdown.ts'
import { html } from 'hono/html'
import { partName } from '../intake/plain.ts'
import type { UploadField } from '../uploads/take.ts'
import { nthId } from './choices.ts'
import { acceptOf, sentFiles, takesSeveral } from './files.ts'
import {
  attribute,
  type Drawn,
  describedBy,
  group,
  idOf,
  inputId,
  invalid,
  required,
  single,
} from './frame.ts'
import { type Html, inline } from './inline.ts'
import { placeName, rankAll, words } from './words.ts'

/** A table, whose rows stand below each other where it would be too wide; then each choice says its column. */
export function matrix(drawn: Drawn<FieldOf<'matrix'>>): Html {
  const { field, parts } = drawn
  const columns = [...field.columns, ...(field.required ? [] : [{ value: '', label: words.noAnswer }])]
  const cell =
    (row: { value: string; label: string }, rowIndex: number) => (column: typeof row, index: number) => {
      const chosen = parts.get(row.value)?.[0]
      return html`
<td><label${column.value === '' && html` class="none"`}><input type="radio" id="${nthId(field, rowIndex * columns.length + index)}" name="${partName(field.name, row.value)}" value="${column.value}"${required(drawn)}${invalid(drawn)}${
        column.value !== '' && chosen === column.value && html` checked`
      } aria-label="${plainText(row.label) || row.value}: ${plainText(column.label) || column.value}"><span aria-hidden="true">${inline(column.label || column.value)}</span></label></td>`
    }
  return group(
    drawn,
    html`<div class="wide"><table class="matrix">
<thead><tr><td></td>${columns.map(({ value, label }) => html`<th scope="col">${inline(label || value)}</th>`)}</tr></thead>
<tbody>${field.rows.map(
      (row, index) => html`
<tr><th scope="row">${inline(row.label || row.value)}</th>${columns.map(cell(row, index))}</tr>`,
    )}
</tbody>
</table></div>`,
  )
}

/** A place after the other, each with all the options: nothing can be moved without a script. */
export function ranking(drawn: Drawn<FieldOf<'ranking'>>): Html {
  const { field, texts, parts } = drawn
  const places = placesOf(field)
  const select = (index: number) => {
    const name = String(index + 1)
    const chosen = parts.get(name)?.[0] ?? texts[index]
    const id = nthId(field, index)
    return html`
<li><label for="${id}">${placeName(index + 1)}</label>
<div class="select"><select class="input" id="${id}" name="${partName(field.name, name)}"${required(drawn)}${invalid(drawn)}>
<option value="">${words.choose}</option>
${field.options.map(
  ({ value, label }) =>
    html`<option value="${value}"${value === chosen && html` selected`}>${plainText(label) || value}</option>`,
)}
</select></div></li>`
  }
  return group(
    drawn,
    html`<ol class="places">${Array.from({ length: places }, (_, index) => select(index))}
</ol>`,
    rankAll(places, field.options.length),
  )
}

/** Tokens of the HTML standard's section on autofill. */
const tokens: Readonly<Record<AddressPart, string>> = {
  line1: 'address-line1',
  line2: 'address-line2',
  city: 'address-level2',
  region: 'address-level1',
  postcode: 'postal-code',
  country: 'country-name',
}

export function address(drawn: Drawn<FieldOf<'address'>>): Html {
  const { field, parts } = drawn
  return group(
    drawn,
    html`<div class="parts">${partsOf(field).map((part, index) => {
      const id = nthId(field, index)
      const isOptional = field.optional.includes(part)
      return html`
<div class="part ${part}"><label for="${id}">${words.address[part]}${isOptional && html` <small>${words.optional}</small>`}</label>
<input class="input" type="text" id="${id}" name="${partName(field.name, part)}" autocomplete="${tokens[part]}"${!isOptional && required(drawn)}${invalid(drawn)}${attribute('value', parts.get(part)?.[0])}></div>`
    })}
</div>`,
  )
}

/** Beside the input, the files that were sent before, each to be kept or left out. */
export function files(drawn: Drawn<UploadField>): Html {
  const { field, texts } = drawn
  const sent = sentFiles(texts)
  const hint = field.kind === 'signature' && sent.length === 0 ? words.signature : ''
  return single(
    drawn,
    html`${hint && html`<p class="help" id="${idOf('n', drawn)}"><bdi>${hint}</bdi></p>`}${
      sent.length > 0 &&
      html`<div class="options">${sent.map(
        ({ text, name }) => html`
<label class="option"><input type="checkbox" name="${field.name}" value="${text}" checked><span>${name}</span></label>`,
      )}
</div>`
    }<input class="input" type="file"${attribute('accept', acceptOf(field))}${takesSeveral(field) && html` multiple`} id="${inputId(field)}" name="${field.name}"${
      sent.length === 0 && required(drawn)
    }${invalid(drawn)}${describedBy(drawn, hint && idOf('n', drawn))}>`,
  )
}
