/** A form as a page of its own, in HTML that needs no script. */
import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import type { Definition, Page } from '@fieldpost/shared/form.ts'
import { pathOf } from '@fieldpost/shared/logic.ts'
import { plainText } from '@fieldpost/shared/markdown.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import type { ProblemIssue } from '@fieldpost/shared/problem.ts'
import { html } from 'hono/html'
import { isUploadField } from '../uploads/take.ts'
import { control, inputId } from './controls.ts'
import { type Html, inline } from './inline.ts'
import { layout } from './layout.ts'
import { isSettled, when } from './when.ts'
import { words } from './words.ts'

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
  issues?: readonly ProblemIssue[]
  /** What has to be said before the form. */
  notice?: string
  /** The relay's origin, where a browser with scripts is to show the widget in place of the native form. */
  embedFrom?: string
}

export function formPage(form: HostedForm, filled: Filled): Html {
  const { formId, title, definition } = form
  const native = nativeForm(form, filled)
  const { embedFrom } = filled
  return layout(
    title,
    html`<h1>${title}</h1>
${
  // An owner's very tag. Its script puts a shadow root into the place, and what is in there is drawn no more.
  embedFrom
    ? html`<script async src="${embedFrom}/embed.js"></script>
<div data-fieldpost="${formId}" data-mode="inline"${prefills(definition, filled.entries)}>${native}</div>`
    : native
}`,
  )
}

/** The same values for the widget. A consent is never given for somebody. */
const prefills = (definition: Definition, entries: Filled['entries']) =>
  fieldsOf(definition).map(({ name, kind }) => {
    const texts = entries.get(name)
    return texts && kind !== 'consent' && html` data-prefill-${name}="${texts.join(',')}"`
  })

function nativeForm({ formId, definition }: HostedForm, filled: Filled): Html {
  const { entries, along, issues = [], notice = '' } = filled
  const fields = fieldsOf(definition)
  const hidden = new Map(
    fields
      .filter((field) => field.kind === 'hidden')
      .map((field) => [field.name, entries.get(field.name)?.[0] ?? field.default ?? '']),
  )
  const { visible } = pathOf(definition, Object.fromEntries(hidden))
  const optional = fields.some((field) => 'required' in field && field.required && field.kind !== 'consent')
  const titled = definition.pages.some((page) => page.title !== '')
  const say = ({ field: name, code, message }: ProblemIssue) =>
    code === 'type' && fields.some((field) => field.name === name && field.kind === 'number')
      ? words.number
      : message

  const drawPage = (page: Page) => {
    const shown = page.fields.filter(
      (field): field is FieldOf<Exclude<typeof field.kind, 'hidden'>> =>
        field.kind !== 'hidden' && (!isSettled(definition, field) || visible.has(field.id)),
    )
    if (shown.length === 0) return ''
    return html`<section class="page"${page.title && html` aria-labelledby="p-${page.id}"`}>
${page.title && html`<h2 id="p-${page.id}">${inline(page.title)}</h2>`}
${shown.map((field) => {
  const issue = issues.find((issue) => issue.field === field.name)
  return control({
    field,
    texts: entries.get(field.name) ?? [],
    issue: issue && say(issue),
    when: when(definition, field),
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
