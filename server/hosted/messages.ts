/** The pages without a form: thanks, and what went wrong. */
import { plainText } from '@fieldpost/shared/markdown.ts'
import { problem } from '@fieldpost/shared/problem.ts'
import { html } from 'hono/html'
import type { ProblemError } from '../http/problem.ts'
import { type Html, inline } from './inline.ts'
import { layout } from './layout.ts'
import type { HostedForm } from './page.ts'
import { failures, words } from './words.ts'

/** A thank-you screen, its words put together already. */
export function thanksPage({ title, text }: { title: string; text: string }, language: string): Html {
  const shown = title || words.sent
  return layout(
    plainText(shown),
    html`<div class="card thanks">
<h1>${inline(shown)}</h1>
${text && html`<p>${inline(text)}</p>`}
</div>`,
    language,
  )
}

/** In the place of a form that takes no answers. */
export const closedPage = ({ title, definition }: HostedForm, text: string): Html =>
  layout(
    title,
    html`<div class="card closed">
<h1>${title}</h1>
<p>${inline(text)}</p>
</div>`,
    definition.settings.language,
  )

export function failurePage(error: ProblemError): Html {
  const said = failures[error.code]
  const { title, text } = {
    title: said?.title ?? problem(error.code, '').title,
    text: said?.text ?? error.message,
  }
  return layout(
    title,
    html`<div class="card failure">
<h1>${title}</h1>
<p>${error.code === 'form-closed' ? inline(text) : text}</p>
${
  error.issues &&
  html`<ul>${error.issues.map(({ field, message }) => html`<li><code>${field}</code> · ${message}</li>`)}</ul>`
}
</div>`,
  )
}
