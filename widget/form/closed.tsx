/** A form that takes no answers: the owner's words for it, or its own. */
import type { PublishedForm } from '@fieldpost/shared/form.ts'
import { inline } from './inline.tsx'
import { enClosed } from './messages/en-closed.ts'
import type { Words } from './messages/words.ts'

export { enClosed as words }

export function Closed({ form, t, lang }: { form: PublishedForm; t: Words; lang: string | undefined }) {
  const { closed, title } = form
  if (!closed) return null
  return (
    <div class="fp" part="form closed" role="status" lang={lang} dir={t.rtl && 'rtl'}>
      <h2 class="title" part="title" tabIndex={-1}>
        {title}
      </h2>
      <p>{closed.text ? inline(closed.text) : t[closed.reason]}</p>
    </div>
  )
}
