/** What is chosen with a click: switches, boxes, and one of a few. */
import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

interface SwitchProps {
  label: ComponentChildren
  help?: ComponentChildren
  checked: boolean
  onChange: (checked: boolean) => void
  disabled?: boolean
}

/** On or off, at once. */
export function Switch({ label, help, checked, onChange, disabled }: SwitchProps) {
  const id = useId()
  return (
    <div class="switch">
      <input
        id={id}
        type="checkbox"
        role="switch"
        checked={checked}
        aria-checked={checked}
        disabled={disabled}
        aria-describedby={help ? `${id}-help` : undefined}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <div>
        <label for={id}>{label}</label>
        {help && (
          <p id={`${id}-help`} class="input-help">
            {help}
          </p>
        )}
      </div>
    </div>
  )
}

export function Checkbox({ label, help, checked, onChange }: SwitchProps) {
  const id = useId()
  return (
    <div class="checkbox">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        aria-describedby={help ? `${id}-help` : undefined}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <div>
        <label for={id}>{label}</label>
        {help && (
          <p id={`${id}-help`} class="input-help">
            {help}
          </p>
        )}
      </div>
    </div>
  )
}

interface SegmentsProps<Value extends string> {
  label: string
  hideLabel?: boolean
  value: Value
  onChange: (value: Value) => void
  options: readonly { value: Value; label: ComponentChildren; name?: string }[]
}

/** A few exclusive choices in a row: native radios that look like one control. */
export function Segments<Value extends string>(props: SegmentsProps<Value>) {
  const { label, hideLabel, value, onChange, options } = props
  const id = useId()
  return (
    <fieldset class="segments">
      <legend class={hideLabel ? 'visually-hidden' : 'input-label'}>{label}</legend>
      <div class="segments-row">
        {options.map((option) => (
          <label key={option.value} class="segment">
            <input
              type="radio"
              name={id}
              value={option.value}
              checked={option.value === value}
              aria-label={option.name}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
