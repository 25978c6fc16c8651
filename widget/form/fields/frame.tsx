/** What stands around every kind of input: label, help, the input, what is wrong with it. */
import type { Answer, Field, FieldKind, FieldOf } from '@fieldpost/shared/fields/index.ts'
import type { ComponentChildren } from 'preact'
import { inline } from '../inline.tsx'
import type { Words } from '../messages/words.ts'
import { extras } from './extra.ts'

export interface FieldProps<F extends Field = Field> {
  field: F
  value: Answer | undefined
  change: (value: Answer | undefined) => void
  /** What is wrong with the answer, in the visitor's language. */
  issue: string | undefined
  /** Whether to say that an answer is optional: only where others of the form are not. */
  optional: boolean
  /** The level of a heading between the questions. */
  level: 2 | 3
  t: Words
  lang: string | undefined
  /** The address of the form's submissions, next to which its uploads are; undefined where nothing is sent. */
  endpoint: string | undefined
}

type Question = FieldProps<FieldOf<Exclude<FieldKind, 'hidden' | 'statement'>>>

/** The ids of a field's parts; a shadow root is a scope of its own, so they meet no id of the page. */
export const idOf = (field: { id: string }, part = 'i') => `${part}-${field.id}`

/** Attributes that tie an input to its help and its error, and say what is expected. */
export const tied = ({ field, issue }: Question, more?: string | false) => ({
  'aria-describedby':
    [issue && idOf(field, 'e'), field.help && idOf(field, 'h'), more].filter(Boolean).join(' ') || undefined,
  'aria-invalid': issue ? ('true' as const) : undefined,
  'aria-required': field.required ? ('true' as const) : undefined,
})

/** The class of a field's box; halves share a line where there is room for both. */
export const boxOf = (field: { half?: boolean | undefined }) => (field.half ? 'field half' : 'field')

export const Around = (props: Question & { children?: ComponentChildren }) => {
  const { field, issue, children } = props
  return (
    <>
      {field.help && (
        <p class="help" part="help" id={idOf(field, 'h')}>
          {inline(field.help)}
        </p>
      )}
      {children}
      {extras.count?.(props)}
      {issue && (
        <p class="error" part="error" id={idOf(field, 'e')}>
          {issue}
        </p>
      )}
    </>
  )
}

const Label = ({ field, optional, t }: Question) => (
  <>
    {inline(field.label)}
    {optional && !field.required && [' ', <small key="s">{t.optional}</small>]}
  </>
)

/** A field with one input, whose id is `idOf(field)`. */
export const Single = (props: Question & { children: ComponentChildren }) => (
  <div class={boxOf(props.field)} part="field">
    <label class="label" part="label" id={idOf(props.field, 'l')} for={idOf(props.field)}>
      <Label {...props} />
    </label>
    <Around {...props} />
  </div>
)

/** A field of several inputs, which a screen reader names together with the question. */
export const Group = (
  props: Question & {
    /** Whether it is a group of radios. */
    radio?: boolean
    /** Whether the answer can be taken back by a button, as radios' always can. */
    clear?: boolean
    hint?: string | false | undefined
    children: ComponentChildren
  },
) => {
  const { field, radio, clear = radio, hint, value, change, t, children } = props
  const { 'aria-describedby': describedBy, ...state } = tied(props, hint && idOf(field, 'n'))
  return (
    <fieldset
      class={boxOf(field)}
      part="field"
      aria-describedby={describedBy}
      {...(radio && { role: 'radiogroup', 'aria-labelledby': idOf(field, 'l'), ...state })}
    >
      <legend class="label" part="label" id={idOf(field, 'l')}>
        <Label {...props} />
      </legend>
      <Around {...props}>
        {hint && (
          <p class="help" part="help" id={idOf(field, 'n')}>
            {hint}
          </p>
        )}
        {children}
      </Around>
      {clear && !field.required && value !== undefined && (
        <button
          type="button"
          class="clear"
          onClick={(event) => {
            // The button goes away; the focus must not go with it.
            event.currentTarget.parentElement?.querySelector<HTMLElement>('input,button')?.focus()
            change(undefined)
          }}
        >
          {t.clear}
        </button>
      )}
    </fieldset>
  )
}
