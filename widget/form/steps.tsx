/** More than one step: how far it is, where the focus goes, and a question at a time by keyboard. */
import type { Field, FieldKind } from '@fieldpost/shared/fields/index.ts'
import type { ComponentChildren } from 'preact'
import { inline } from './inline.tsx'
import { enSteps } from './messages/en-steps.ts'
import { fill, type Words } from './messages/words.ts'
import type { View } from './state.ts'
import styles from './steps.css?inline'

export { enSteps as words, styles }

/** A second digit within this time belongs to the first one: 1 and 0 are ten. */
const DIGITS_MS = 1_000

/** Kinds whose options have a letter each, and those that a digit answers. */
const LETTERED: readonly FieldKind[] = ['single-choice', 'multiple-choice', 'picture-choice', 'yes-no']
const SCALED: readonly FieldKind[] = ['rating', 'nps', 'smiley', 'scale']
/** Kinds in which Enter does something of their own, somewhere or in some browser. */
const ENTERED: readonly FieldKind[] = ['long-text', 'dropdown', 'ranking', 'file']

interface HeadProps extends Pick<View, 'pages' | 'page' | 'step'> {
  t: Words
  /** Whether to show how far it is; a screen reader is told in any case. */
  progress: boolean
}

export const Head = ({ pages, page, step, t, progress }: HeadProps) => {
  const many = pages.length > 1
  return (
    <>
      {many && progress && (
        <progress part="progress" aria-hidden="true" value={step + 1} max={pages.length} />
      )}
      {(many || page.title) && (
        <h2 class="title" part="title" id="step" tabIndex={-1}>
          {many && <small class={progress ? undefined : 'sr'}>{fill(t.step, step + 1, pages.length)}</small>}
          {inline(page.title)}
        </h2>
      )}
    </>
  )
}

/** What stands around a question that is a step: a screen reader says which step it is when the focus comes in. */
export const Question = ({ field, children }: { field: Field | undefined; children: ComponentChildren }) => (
  <fieldset
    class={field && LETTERED.includes(field.kind) ? 'question lettered' : 'question'}
    aria-labelledby="step"
  >
    {children}
  </fieldset>
)

/** Which key goes on. Who has no keyboard at hand is spared it by the styles. */
export const Hint = ({ field, t }: { field: Field | undefined; t: Words }) => (
  <small class="press" aria-hidden="true">
    {fill(t.press, field && ENTERED.includes(field.kind) ? 'Ctrl + Enter' : 'Enter ↵')}
  </small>
)

/** The part of a step that takes the focus: what a visitor answers by, else the heading. */
export const focusable = (root: ParentNode): HTMLElement | null =>
  root.querySelector<HTMLElement>('.question :is(input:checked,[tabindex="0"])') ??
  root.querySelector<HTMLElement>('.question :is(input,textarea,select,button)') ??
  root.querySelector<HTMLElement>('.title')

let typed = { digits: '', at: 0 }

/**
 * A key in a form that asks one question at a time. Enter goes on, with Ctrl or Cmd where it makes a new line; a
 * letter chooses an option, a digit a place on a scale. Nothing goes on by itself after that.
 */
export function press(event: KeyboardEvent & { currentTarget: HTMLFormElement }, field: Field | undefined) {
  const { key, currentTarget: form, timeStamp: now } = event
  const target = event.target as HTMLElement
  if (!field || event.defaultPrevented || event.isComposing || event.altKey) return
  if (key === 'Enter') {
    // An input goes on by itself, and a button does what it is for.
    if (!event.ctrlKey && !event.metaKey && target.matches('input,textarea,select,button,a')) return
    event.preventDefault()
    form.requestSubmit()
    return
  }
  if (event.ctrlKey || event.metaKey || key.length !== 1) return
  if (target.matches('textarea,select,input:not([type=radio],[type=checkbox])')) return
  const inputs = [...form.querySelectorAll<HTMLInputElement>('.question :is([type=radio],[type=checkbox])')]
  let chosen: HTMLInputElement | undefined
  if (LETTERED.includes(field.kind)) chosen = inputs[key.toLowerCase().charCodeAt(0) - 97]
  else if (SCALED.includes(field.kind) && key >= '0' && key <= '9') {
    const first = field.kind === 'nps' ? 0 : field.kind === 'scale' ? field.min : 1
    const both = now - typed.at < DIGITS_MS ? typed.digits + key : key
    const digits = inputs[Number(both) - first] ? both : key
    chosen = inputs[Number(digits) - first]
    typed = { digits, at: now }
  }
  if (!chosen) return
  event.preventDefault()
  chosen.focus()
  // A radio that is chosen stays so; a box is ticked, or not any more.
  chosen.click()
}
