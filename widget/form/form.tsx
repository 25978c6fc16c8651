/** The form as it looks in a state. */
import type { Answer, Field } from '@fieldpost/shared/fields/index.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import { type ComponentChild, Fragment } from 'preact'
import { kindOf } from './fields/index.ts'
import { inline } from './inline.tsx'
import type { Words } from './messages/words.ts'
import { parts } from './parts.ts'
import { sayIssue } from './say.ts'
import { endingOf, type Issue, type State, view } from './state.ts'

interface Props {
  state: State
  t: Words
  lang: string | undefined
  endpoint: string | undefined
  /** What stands above the fields. */
  note: ComponentChild
  change: (id: string, value: Answer | undefined) => void
  submit: () => void
  back: () => void
  /** Moves the focus to a field, by its name. */
  point: (name: string) => void
}

export function FormView(props: Props) {
  const { state, t, lang, change, submit, back } = props
  const { form, phase } = state
  const { settings } = form.definition
  if (phase === 'sent') {
    const { title, text } = endingOf(state)
    return (
      <div class="fp thanks" part="form thanks" lang={lang} dir={t.rtl && 'rtl'}>
        <div role="status">
          <h2 class="title" part="title" tabIndex={-1}>
            {inline(title || t.sent)}
          </h2>
          {text && <p>{inline(text)}</p>}
        </div>
      </div>
    )
  }
  const { steps } = parts
  const now = view(state)
  const { pages, page, step, visible, required } = now
  const titled = pages.length > 1 || page.title !== ''
  const fields = fieldsOf(form.definition)
  const optional = fields.some(
    (field) => 'required' in field && field.kind !== 'consent' && (field.required || required.has(field.id)),
  )
  const say = (issue: Issue) =>
    sayIssue(
      issue,
      fields.find((field) => field.name === issue.field),
      t,
      lang,
    )
  const asked = settings.steps === 'questions' && steps ? page.fields[0] : undefined
  const Around = asked && steps ? steps.Question : Fragment
  return (
    <div class="fp" part="form" lang={lang} dir={t.rtl && 'rtl'}>
      <form
        noValidate
        aria-label={form.title}
        aria-busy={phase === 'sending'}
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
        onKeyDown={asked && ((event) => steps?.press(event, asked))}
      >
        {steps && <steps.Head {...now} t={t} progress={settings.progress} />}
        {props.note}
        <Summary {...props} say={say} />
        <Around key={page.id} field={asked}>
          {page.fields.map((field) => {
            const issue = state.issues.find((issue) => issue.field === field.name)
            return (
              visible.has(field.id) && (
                <Fragment key={field.id}>
                  {kindOf(field)?.draw({
                    field: required.has(field.id) ? ({ ...field, required: true } as Field) : field,
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
        </Around>
        <div class="actions" part="actions">
          {step > 0 && (
            <button type="button" class="back" part="back" onClick={back}>
              {t.back}
            </button>
          )}
          <button type="submit" class="button" part="button" aria-disabled={phase === 'sending' || undefined}>
            {step < pages.length - 1 ? t.next : phase === 'waiting' ? t.now : settings.submitLabel || t.send}
          </button>
          {asked && steps && <steps.Hint field={asked} t={t} />}
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
  const words =
    phase === 'refused' ? refusal && (t.refusals?.[refusal] ?? t.unsent) : issues.length > 0 && t.summary
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
                say(issue)
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
