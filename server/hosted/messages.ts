/** The pages without a form: thanks, and what went wrong. */
import { plainText } from '@fieldpost/shared/markdown.ts'
import { problem } from '@fieldpost/shared/problem.ts'
import { html } from 'hono/html'
import type { ProblemError } from '../http/problem.ts'
import { type Html, inline } from './inline.ts'
import { layout } from './layout.ts'
import type { HostedForm } from './page.ts'
import { failures, words } from './words.ts'

export function thanksPage({ definition: { thanks } }: HostedForm): Html {
  const title = thanks.title || words.sent
  return layout(
    plainText(title),
    html`<div class="card thanks">
<h1>${inline(title)}</h1>
${thanks.text && html`<p>${inline(thanks.text)}</p>`}
</div>`,
  )
}

export function failurePage(error: ProblemError): Html {
  const { title, text } = failures[error.code] ?? {
    title: problem(error.code, '').title,
    text: error.message,
  }
  return layout(
    title,
    html`<div class="card failure">
<h1>${title}</h1>
<p>${text}</p>
${
  error.issues &&
  html`<ul>${error.issues.map(({ field, message }) => html`<li><code>${field}</code> · ${message}</li>`)}</ul>`
}
</div>`,
  )
}
