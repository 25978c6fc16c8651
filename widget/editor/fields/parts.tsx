/** Settings that several kinds share. Each sets its value as soon as it is valid, and says at its place when it is not. */
import { limits } from '@fieldpost/shared/limits.ts'
import type { FieldChange } from '../document.ts'
import { TextInput } from '../ui/field.tsx'
import { type Parsed, useTyped } from '../ui/typed.ts'

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

/** A number, or nothing. */
export function OptionalNumber(props: OptionalNumberProps) {
  const { label, hideLabel = false, value, set, min, max, whole, placeholder = '' } = props
  const typed = useTyped({
    value,
    set,
    format: (number) => (number === undefined ? '' : String(number)),
    parse: (text) => parseNumber(text, { min, max, whole }),
  })
  return (
    <TextInput
      {...typed}
      label={label}
      hideLabel={hideLabel}
      inputMode={whole ? 'numeric' : 'decimal'}
      placeholder={placeholder}
    />
  )
}

interface NumberBounds {
  min: number | undefined
  max: number | undefined
  whole: boolean | undefined
}

function parseNumber(text: string, { min, max, whole }: NumberBounds): Parsed<number | undefined> {
  if (text.trim() === '') return { value: undefined }
  const number = Number(text)
  if (!Number.isFinite(number)) return { error: 'Write a number, with a point for decimals.' }
  if (whole && !Number.isInteger(number)) return { error: 'Write a whole number.' }
  if (min !== undefined && number < min) return { error: `At least ${min}.` }
  if (max !== undefined && number > max) return { error: `At most ${max}.` }
  return { value: number }
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
