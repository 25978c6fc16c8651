/** What is loaded early for when sending fails: the queue, and what the visitor sees of it. */
import { enQueue } from './messages/en-queue.ts'
import type { Words } from './messages/words.ts'
import { hurry } from './queue.ts'

export * from './queue.ts'
export { enQueue as words }

interface Props {
  t: Words
  lang: string | undefined
  again: () => void
}

/** The answers are safe in the browser, and not sent yet. */
export const Saved = ({ t, lang, again }: Props) => (
  <div class="fp thanks saved" part="form saved" lang={lang} dir={t.rtl && 'rtl'}>
    <div role="status">
      <h2 class="title" part="title" tabIndex={-1}>
        {t.saved}
      </h2>
      <p>{t.savedText}</p>
    </div>
    <div class="actions" part="actions">
      <button type="button" class="button" part="button" onClick={hurry}>
        {t.now}
      </button>
      <button type="button" class="back" part="back" onClick={again}>
        {t.again}
      </button>
    </div>
  </div>
)
