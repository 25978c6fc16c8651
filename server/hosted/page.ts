/** A form as a page of its own, in HTML that needs no script. */
import { createHash } from 'node:crypto'
import { type Answers, answerFault, type Field, type FieldOf } from '@fieldpost/shared/fields/index.ts'
import type { Definition, Page } from '@fieldpost/shared/form.ts'
import { pathOf } from '@fieldpost/shared/logic.ts'
import { plainText } from '@fieldpost/shared/markdown.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import { pipe, speaker } from '@fieldpost/shared/piping.ts'
import type { ProblemIssue } from '@fieldpost/shared/problem.ts'
import { rewrite } from '@fieldpost/shared/translate.ts'
import { html } from 'hono/html'
import { type Parts, partsOf, plainAnswers, withDefaults } from '../intake/plain.ts'
import { isUploadField } from '../uploads/take.ts'
import { control } from './controls.ts'
import { inputId } from './frame.ts'
import { type Html, inline } from './inline.ts'
import { layout } from './layout.ts'
import { sentencesOf } from './when.ts'
import { words } from './words.ts'

/** A version in the visitor's language: its settings say which that is. */
export interface HostedForm {
  formId: string
  title: string
  definition: Definition
}

export interface Filled {
  /** What the fields hold, as texts by name. */
  entries: ReadonlyMap<string, readonly string[]>
  /** What goes along with the answers, by name. */
  along: Readonly<Record<string, string | undefined>>
  /** The visitor has not seen it yet: fields begin with the answers that the owner set. */
  isFresh?: boolean
  issues?: readonly ProblemIssue[]
  /** What has to be said before the form. */
  notice?: string
  /** The relay's origin, where a browser with scripts is to show the widget in place of the native form. */
  embedFrom?: string
}

export function formPage(form: HostedForm, filled: Filled): Html {
  const { formId, definition } = form
  const piped = withAnswers(form, filled.entries)
  const { language } = definition.settings
  const native = nativeForm(piped, filled)
  const { embedFrom } = filled
  return layout(
    piped.title,
    html`<h1>${piped.title}</h1>
${
  // An owner's very tag. Its script puts a shadow root into the place, and what is in there is drawn no more.
  embedFrom
    ? html`<script async src="${embedFrom}/embed.js"></script>
<div data-fieldpost="${formId}" data-mode="inline" data-lang="${language}"${prefills(definition, filled.entries)}>${native}</div>`
    : native
}`,
    language,
  )
}

/** The same values for the widget. A consent is never given for somebody. */
const prefills = (definition: Definition, entries: Filled['entries']) =>
  fieldsOf(definition).map(({ name, kind }) => {
    const texts = entries.get(name)
    return texts && kind !== 'consent' && html` data-prefill-${name}="${texts.join(',')}"`
  })

/** The form with what is answered already put into its words: by its address, or by the visitor the time before. */
function withAnswers(form: HostedForm, entries: Filled['entries']): HostedForm {
  const { definition, title } = form
  const fields = fieldsOf(definition)
  const given = withDefaults(fields, plainAnswers(definition, entries))
  const sound: Record<string, unknown> = Object.create(null)
  for (const field of fields) {
    const answer = given[field.name]
    if (answer !== undefined && !answerFault(field, answer)) sound[field.name] = answer
  }
  // Every one of them has passed its field's judgement.
  const say = speaker(fields, sound as Answers, definition.settings.language)
  return {
    ...form,
    title: pipe(title, say),
    definition: rewrite(definition, (_, text) => pipe(text, say)),
  }
}

const noParts: Parts = new Map()

function nativeForm({ formId, definition }: HostedForm, filled: Filled): Html {
  const { entries, along, isFresh, issues = [], notice = '' } = filled
  const fields = fieldsOf(definition)
  const parts = partsOf(entries)
  const sentences = sentencesOf(definition)
  const hidden = new Map(
    fields
      .filter((field) => field.kind === 'hidden')
      .map((field) => [field.name, entries.get(field.name)?.[0] ?? field.default ?? '']),
  )
  const { visible, required } = pathOf(definition, Object.fromEntries(hidden))
  const optional = fields.some((field) => 'required' in field && field.required && field.kind !== 'consent')
  const titled = definition.pages.some((page) => page.title !== '')
  const say = ({ field: name, code, message }: ProblemIssue) => {
    const field = fields.find((field) => field.name === name)
    if (code === 'type' && (field?.kind === 'number' || field?.kind === 'slider')) return words.number
    // In the language of the page, where the validator knows only the form's own.
    return (code === 'pattern' && field?.kind === 'text' && field.patternMessage) || message
  }

  const drawPage = (page: Page) => {
    const shown = page.fields.filter(
      (field): field is FieldOf<Exclude<typeof field.kind, 'hidden'>> =>
        field.kind !== 'hidden' && (!sentences.isSettled(field) || visible.has(field.id)),
    )
    if (shown.length === 0) return ''
    const when = sentences.ofPage(page)
    return html`<section class="page"${page.title && html` aria-labelledby="p-${page.id}"`}>
${page.title && html`<h2 id="p-${page.id}">${inline(page.title)}</h2>`}
${when && html`<p class="help when"><bdi>${when}</bdi></p>`}
${shown.map((field) => {
  const issue = issues.find((issue) => issue.field === field.name)
  const isSettled = sentences.isSettled(field)
  const must = isSettled && 'required' in field && required.has(field.id)
  return control({
    field: shuffled(must ? { ...field, required: true } : field, along._key),
    texts: entries.get(field.name) ?? (isFresh ? firstTexts(field) : []),
    parts: parts.get(field.name) ?? noParts,
    issue: issue && say(issue),
    when: sentences.of(field),
    isSettled,
    optional,
    level: titled ? 3 : 2,
  })
})}
</section>`
  }

  const summary = () => {
    const text = notice || (issues.length > 0 ? words.check : '')
    if (!text) return ''
    return html`<section class="summary" aria-labelledby="summary" tabindex="-1" autofocus>
<p id="summary">${text}</p>
${
  issues.length > 0 &&
  html`<ul>${issues.map((issue) => {
    const field = fields.find(({ name, kind }) => name === issue.field && kind !== 'hidden')
    const said = say(issue)
    return field
      ? html`<li><a href="#${inputId(field)}">${plainText(field.label) || field.name} · ${said}</a></li>`
      : html`<li><code>${issue.field}</code> · ${said}</li>`
  })}</ul>`
}
</section>`
  }

  return html`<form class="form" method="post" action="/v1/forms/${encodeURIComponent(formId)}/submissions" accept-charset="utf-8"${fields.some(isUploadField) && html` enctype="multipart/form-data"`}>
${Object.entries(along).map(([name, value]) => value && html`<input type="hidden" name="${name}" value="${value}">`)}
${[...hidden].map(([name, value]) => value && html`<input type="hidden" name="${name}" value="${value}">`)}
${summary()}
${definition.pages.map(drawPage)}
<div class="actions"><button type="submit">${definition.settings.submitLabel || words.send}</button></div>
</form>`
}

/** The answer that a field begins with, as its inputs send it. */
const firstTexts = (field: Field): string[] =>
  'default' in field && field.default !== undefined ? [field.default].flat().map(String) : []

/** Options, or the rows of a matrix, in another order for each visitor, who keeps it when the page is shown again. */
function shuffled<Shuffled extends Field>(field: Shuffled, seed = ''): Shuffled {
  if (!('randomize' in field) || !field.randomize) return field
  const order = ({ value }: { value: string }) =>
    createHash('sha256').update(`${seed} ${field.id} ${value}`).digest('hex')
  const sorted = <Item extends { value: string }>(items: readonly Item[]) =>
    items.toSorted((a, b) => (order(a) < order(b) ? -1 : 1))
  return field.kind === 'matrix'
    ? { ...field, rows: sorted(field.rows) }
    : 'options' in field
      ? { ...field, options: sorted<{ value: string }>(field.options) }
      : field
}
