/** Labelled inputs of the editor: each with its help and its error at its place, and named by both. */
import { CircleAlert } from 'lucide'
import type { ComponentChildren, Ref } from 'preact'
import { useId } from 'preact/hooks'
import { Icon } from './icon.tsx'

interface Labelled {
  label: string
  help?: ComponentChildren
  error?: string | undefined
  /** The label is for screen readers only, because the place says it. */
  hideLabel?: boolean
  class?: string
}

interface Ids {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
}

function useLabelled({ help, error }: Labelled): Ids {
  const id = useId()
  const described = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(' ')
  return { id, 'aria-describedby': described || undefined, 'aria-invalid': error ? true : undefined }
}

export function ErrorText({ id, children }: { id?: string; children: ComponentChildren }) {
  return (
    <p id={id} class="input-error">
      <Icon of={CircleAlert} size={15} />
      <span>{children}</span>
    </p>
  )
}

function Wrap({ ids, of, children }: { ids: Ids; of: Labelled; children: ComponentChildren }) {
  return (
    <div class={`input-group ${of.class ?? ''}`}>
      <label class={of.hideLabel ? 'visually-hidden' : 'input-label'} for={ids.id}>
        {of.label}
      </label>
      {children}
      {of.help && (
        <p id={`${ids.id}-help`} class="input-help">
          {of.help}
        </p>
      )}
      {of.error && <ErrorText id={`${ids.id}-error`}>{of.error}</ErrorText>}
    </div>
  )
}

interface TextInputProps extends Labelled {
  value: string
  onInput: (value: string) => void
  onBlur?: () => void
  onPaste?: (event: ClipboardEvent) => void
  onKeyDown?: (event: KeyboardEvent) => void
  type?: 'text' | 'email' | 'password' | 'url' | 'number' | 'date' | 'time' | 'datetime-local' | 'search'
  placeholder?: string
  required?: boolean
  autocomplete?: string
  inputMode?: 'numeric' | 'decimal'
  maxLength?: number
  /** For keys, addresses, secrets: what is read letter by letter. */
  mono?: boolean
  min?: number | string
  max?: number | string
  /** Shown behind the input, inside its border. */
  after?: ComponentChildren
  ref?: Ref<HTMLInputElement>
}

export function TextInput(props: TextInputProps) {
  const {
    label,
    help,
    error,
    hideLabel,
    class: _,
    onInput,
    mono,
    after,
    ref = null,
    type = 'text',
    ...rest
  } = props
  const ids = useLabelled(props)
  const input = (
    <input
      {...rest}
      {...ids}
      ref={ref}
      // The element's types tell every type of input apart; what is given here fits each of ours.
      type={type as 'text'}
      class={mono ? 'input input-mono' : 'input'}
      spellcheck={mono || type === 'email' ? false : undefined}
      autocapitalize={mono ? 'off' : undefined}
      onInput={(event) => onInput(event.currentTarget.value)}
    />
  )
  return (
    <Wrap ids={ids} of={props}>
      {after ? (
        <div class="input-with-after">
          {input}
          <span class="input-after">{after}</span>
        </div>
      ) : (
        input
      )}
    </Wrap>
  )
}

interface TextAreaProps extends Labelled {
  value: string
  onInput: (value: string) => void
  onBlur?: () => void
  placeholder?: string
  rows?: number
  maxLength?: number
  mono?: boolean
}

export function TextArea(props: TextAreaProps) {
  const { label, help, error, hideLabel, class: _, onInput, mono, rows = 2, ...rest } = props
  const ids = useLabelled(props)
  return (
    <Wrap ids={ids} of={props}>
      <textarea
        {...rest}
        {...ids}
        rows={rows}
        class={mono ? 'input input-mono' : 'input'}
        spellcheck={mono ? false : undefined}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </Wrap>
  )
}

interface SelectProps extends Labelled {
  value: string
  onChange: (value: string) => void
  options: readonly { value: string; label: string }[]
}

export function Select(props: SelectProps) {
  const { onChange, options, value } = props
  const ids = useLabelled(props)
  return (
    <Wrap ids={ids} of={props}>
      <select
        {...ids}
        class="input select"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
    </Wrap>
  )
}

/** The first input in which something is wrong, once that is drawn. */
export function focusFirstInvalid(inside: EventTarget | null) {
  requestAnimationFrame(() => {
    if (inside instanceof Element) inside.querySelector<HTMLElement>('[aria-invalid]')?.focus()
  })
}
