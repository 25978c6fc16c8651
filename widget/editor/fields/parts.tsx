/** Settings that several kinds share. Each sets its value as soon as it is valid, and says at its place when it is not. */
import { limits } from '@fieldpost/shared/limits.ts'
import { useSignal } from '@preact/signals'
import type { FieldChange } from '../document.ts'
import { TextInput } from '../ui/field.tsx'

type Change = (change: FieldChange) => void

export function Placeholder({ value, change }: { value: string | undefined; change: Change }) {
  return (
    <TextInput
      label="Placeholder"
      help="An example inside the empty input. It goes away while typing, so it is no place for instructions."
      value={value ?? ''}
      maxLength={limits.labelLength}
      onInput={(text) => change({ placeholder: text || undefined })}
    />
  )
}

interface OptionalNumberProps {
  hideLabel?: boolean
  label: string
  value: number | undefined
  set: (value: number | undefined) => void
  min?: number
  max?: number
  whole?: boolean
  placeholder?: string
}

/** A number, or nothing. What is typed and no such number stays in the input, with what is wrong beside it. */
export function OptionalNumber({
  label,
  hideLabel = false,
  value,
  set,
  min,
  max,
  whole,
  placeholder = '',
}: OptionalNumberProps) {
  const typed = useSignal<{ text: string; error: string } | null>(null)
  const inputMode = whole ? 'numeric' : 'decimal'
  return (
    <TextInput
      label={label}
      hideLabel={hideLabel}
      inputMode={inputMode}
      placeholder={placeholder}
      value={typed.value?.text ?? (value === undefined ? '' : String(value))}
      error={typed.value?.error}
      onInput={(text) => {
        const error = numberError(text, { min, max, whole })
        // "1." and "-" are on the way to a number: the text stays as typed, even when it is valid already.
        typed.value = { text, error }
        if (!error) set(text.trim() === '' ? undefined : Number(text))
      }}
      onBlur={() => {
        if (!typed.value?.error) typed.value = null
      }}
    />
  )
}

function numberError(
  text: string,
  { min, max, whole }: { min: number | undefined; max: number | undefined; whole: boolean | undefined },
): string {
  if (text.trim() === '') return ''
  const number = Number(text)
  if (!Number.isFinite(number)) return 'Write a number, with a point for decimals.'
  if (whole && !Number.isInteger(number)) return 'Write a whole number.'
  if (min !== undefined && number < min) return `At least ${min}.`
  if (max !== undefined && number > max) return `At most ${max}.`
  return ''
}

export function Lengths({
  field,
  most,
  change,
}: {
  field: { minLength?: number | undefined; maxLength?: number | undefined }
  most: number
  change: Change
}) {
  return (
    <div class="pair">
      <OptionalNumber
        label="Fewest characters"
        value={field.minLength}
        min={1}
        max={most}
        whole
        set={(minLength) => change({ minLength })}
      />
      <OptionalNumber
        label="Most characters"
        value={field.maxLength}
        min={1}
        max={most}
        whole
        placeholder={most.toLocaleString('en')}
        set={(maxLength) => change({ maxLength })}
      />
    </div>
  )
}

export function EndLabels({
  field,
  change,
}: {
  field: { lowLabel?: string | undefined; highLabel?: string | undefined }
  change: Change
}) {
  return (
    <div class="pair">
      <TextInput
        label="Words at the low end"
        placeholder="Not at all"
        value={field.lowLabel ?? ''}
        maxLength={limits.labelLength}
        onInput={(text) => change({ lowLabel: text || undefined })}
      />
      <TextInput
        label="Words at the high end"
        placeholder="Very much"
        value={field.highLabel ?? ''}
        maxLength={limits.labelLength}
        onInput={(text) => change({ highLabel: text || undefined })}
      />
    </div>
  )
}
