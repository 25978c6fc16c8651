/** The form as it looks in a state. */
import type { Answer } from '@fieldpost/shared/fields/index.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import { Fragment } from 'preact'
import { kindOf } from './fields/index.ts'
import { inline } from './inline.tsx'
import { fill, type Words } from './messages/words.ts'
import { type Issue, type State, view } from './state.ts'

interface Props {
  state: State
  t: Words
  lang: string | undefined
  endpoint: string | undefined
  change: (id: string, value: Answer | undefined) => void
  submit: () => void
  back: () => void
  /** Moves the focus to a field, by its name. */
  point: (name: string) => void
}

export function FormView(props: Props) {
  const { state, t, lang, change, submit, back } = props
  const { form, phase } = state
  const { thanks, settings } = form.definition
  const dir = t.rtl ? 'rtl' : undefined
  if (phase === 'sent')
    return (
      <div class="fp thanks" part="form thanks" lang={form.language} dir={dir}>
        <h2 class="title" part="title" tabIndex={-1}>
          {inline(thanks.title || t.sent)}
        </h2>
        {thanks.text && <p>{inline(thanks.text)}</p>}
      </div>
    )
  const { pages, page, step, visible } = view(state)
  const many = pages.length > 1
  const titled = many || page.title !== ''
  const fields = fieldsOf(form.definition)
  const optional = fields.some((field) => 'required' in field && field.required && field.kind !== 'consent')
  const say = (issue: Issue) =>
    kindOf(fields.find((field) => field.name === issue.field))?.say?.(issue, t, lang || form.language) ??
    issue.message
  return (
    <div class="fp" part="form" lang={form.language} dir={dir}>
      <form
        noValidate
        aria-label={form.title}
        aria-busy={phase === 'sending'}
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        {many && <progress part="progress" aria-hidden="true" value={step + 1} max={pages.length} />}
        {titled && (
          <h2 class="title" part="title" tabIndex={-1}>
            {many && <small>{fill(t.step, step + 1, pages.length)}</small>}
            {inline(page.title)}
          </h2>
        )}
        <Summary {...props} say={say} />
        {page.fields.map((field) => {
          const issue = state.issues.find((issue) => issue.field === field.name)
          return (
            visible.has(field.id) && (
              <Fragment key={field.id}>
                {kindOf(field)?.draw({
                  field,
                  value: state.values.get(field.id),
                  change: (value) => change(field.id, value),
                  issue: issue && say(issue),
                  optional,
                  level: titled ? 3 : 2,
                  t,
                  lang,
                  endpoint: props.endpoint,
                })}
              </Fragment>
            )
          )
        })}
        <div class="actions" part="actions">
          {step > 0 && (
            <button type="button" class="back" part="back" onClick={back}>
              {t.back}
            </button>
          )}
          <button type="submit" class="button" part="button" aria-disabled={phase === 'sending' || undefined}>
            {step < pages.length - 1 ? t.next : phase === 'waiting' ? t.now : settings.submitLabel || t.send}
          </button>
        </div>
        <p class="status" part="status" role="status">
          {phase === 'sending' || phase === 'waiting' || phase === 'unsent' ? t[phase] : ''}
        </p>
      </form>
    </div>
  )
}

/** What is wrong, in one place that takes the focus, with a way to each field. */
function Summary({ state, t, point, say }: Props & { say: (issue: Issue) => string }) {
  const { form, issues, phase, refusal } = state
  const words = phase === 'refused' ? refusal && t.refusals[refusal] : issues.length > 0 && t.summary
  if (!words) return null
  return (
    <section class="summary" part="summary" aria-labelledby="summary" tabIndex={-1}>
      <p id="summary">{words}</p>
      <ul>
        {issues.map((issue) => {
          const field = fieldsOf(form.definition).find((field) => field.name === issue.field)
          return (
            <li key={issue.field}>
              {field ? (
                <a
                  href={`#${field.id}`}
                  onClick={(event) => {
                    // A fragment finds no place in a shadow root, and would change the page's address.
                    event.preventDefault()
                    point(issue.field)
                  }}
                >
                  {inline(field.label, true)} · {say(issue)}
                </a>
              ) : (
                issue.message
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
