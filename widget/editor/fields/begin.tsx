/** The answer that a field begins with, given in an input that fits its kind. */
import { type Answer, answerFault, type Field } from '@fieldpost/shared/fields/index.ts'
import { smileysOf } from '@fieldpost/shared/fields/smiley.ts'
import { limits } from '@fieldpost/shared/limits.ts'
import { message } from '@fieldpost/shared/messages.ts'
import type { FieldChange } from '../document/fields.ts'
import { Checkbox } from '../ui/choice.tsx'
import { ErrorText, Select, TextArea, TextInput } from '../ui/field.tsx'
import { useTyped } from '../ui/typed.ts'
import { OptionalNumber } from './parts.tsx'

type Having<Of, Key extends PropertyKey> = Of extends unknown ? (Key extends keyof Of ? Of : never) : never

/** A field of a kind that may begin with an answer and is seen. */
export type BeginningField = Exclude<Having<Field, 'default'>, { kind: 'hidden' }>

interface BeginProps {
  field: BeginningField
  change: (change: FieldChange) => void
  issue: (code: string) => string | undefined
}

const LABEL = 'Begins with'

export function Begin({ field, change, issue }: BeginProps) {
  const set = (answer: Answer | undefined) => change({ default: answer })
  const error = issue('default')
  switch (field.kind) {
    case 'single-choice':
    case 'dropdown':
    case 'multiple-choice':
    case 'picture-choice':
      return field.kind === 'multiple-choice' || (field.kind === 'picture-choice' && field.multiple) ? (
        <SomeOf field={field} set={set} />
      ) : (
        <OneOf
          field={field}
          error={error}
          answers={field.options.map(({ value, label }) => ({ value, label: label || value }))}
          set={set}
        />
      )
    case 'smiley':
      return (
        <OneOf
          field={field}
          error={error}
          answers={smileysOf(field).map((face) => ({ value: face, label: face }))}
          set={set}
        />
      )
    case 'yes-no':
      return (
        <OneOf
          field={field}
          error={error}
          answers={[
            { value: true, label: 'Yes' },
            { value: false, label: 'No' },
          ]}
          set={set}
        />
      )
    case 'rating':
    case 'nps':
    case 'scale':
      return <OneOf field={field} error={error} answers={numbersOf(field)} set={set} />
    case 'number':
    case 'slider':
      return (
        <OptionalNumber
          label={LABEL}
          value={typeof field.default === 'number' ? field.default : undefined}
          error={faultOf(field) ?? error}
          set={set}
        />
      )
    default:
      return <Text field={field} error={error} set={set} />
  }
}

interface OneOfProps {
  field: BeginningField
  error: string | undefined
  answers: readonly { value: string | number | boolean; label: string }[]
  set: (answer: Answer | undefined) => void
}

function OneOf({ field, error, answers, set }: OneOfProps) {
  const { default: begin } = field
  const isKnown = begin === undefined || answers.some(({ value }) => value === begin)
  return (
    <Select
      label={LABEL}
      value={begin === undefined ? '' : String(begin)}
      error={error}
      options={[
        { value: '', label: 'No answer' },
        ...answers.map(({ value, label }) => ({ value: String(value), label })),
        ...(isKnown ? [] : [{ value: String(begin), label: String(begin) }]),
      ]}
      onChange={(text) => set(answers.find(({ value }) => String(value) === text)?.value)}
    />
  )
}

function SomeOf({
  field,
  set,
}: {
  field: Extract<BeginningField, { options: unknown }>
  set: (answer: Answer | undefined) => void
}) {
  const begin = Array.isArray(field.default) ? field.default : []
  return (
    <fieldset class="stack-s" data-issue={faultOf(field) && ''}>
      <legend class="input-label">{LABEL}</legend>
      <div class="boxes boxes-many">
        {field.options.map(({ value, label }) => (
          <Checkbox
            key={value}
            label={label || value}
            checked={begin.includes(value)}
            onChange={(on) => {
              const next = field.options
                .map((option) => option.value)
                .filter((each) => (each === value ? on : begin.includes(each)))
              set(next.length > 0 ? next : undefined)
            }}
          />
        ))}
      </div>
      {faultOf(field) && <ErrorText>{faultOf(field)}</ErrorText>}
    </fieldset>
  )
}

function Text({ field, error, set }: Pick<OneOfProps, 'field' | 'error' | 'set'>) {
  const typed = useTyped<string>({
    value: typeof field.default === 'string' ? field.default : '',
    set: (text) => set(text || undefined),
    format: (text) => text,
    parse: (text) => {
      const fault = text === '' ? undefined : answerFault(field, text)
      return fault ? { error: message(...fault) } : { value: text }
    },
  })
  if (field.kind === 'long-text')
    return (
      <TextArea
        {...typed}
        error={typed.error || error}
        label={LABEL}
        rows={1}
        maxLength={limits.longTextLength}
      />
    )
  const type = field.kind === 'date' || field.kind === 'time' ? field.kind : 'text'
  return (
    <TextInput
      {...typed}
      error={typed.error || error}
      label={LABEL}
      type={type}
      maxLength={limits.longTextLength}
    />
  )
}

/** What is wrong with the answer to begin with, for inputs that set it before that is known. */
function faultOf(field: BeginningField): string | undefined {
  const fault = field.default === undefined ? undefined : answerFault(field, field.default)
  return fault && message(...fault)
}

function numbersOf(field: Extract<BeginningField, { kind: 'rating' | 'nps' | 'scale' }>) {
  const least = field.kind === 'scale' ? field.min : field.kind === 'nps' ? 0 : 1
  const most = field.kind === 'nps' ? 10 : field.max
  return Array.from({ length: most - least + 1 }, (_, index) => least + index).map((value) => ({
    value,
    label: String(value),
  }))
}
