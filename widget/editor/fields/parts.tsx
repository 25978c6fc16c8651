/** Settings that several kinds share. Each sets its value as soon as it is valid, and says at its place when it is not. */
import { limits } from '@fieldpost/shared/limits.ts'
import type { FieldChange } from '../document/fields.ts'
import { Switch } from '../ui/choice.tsx'
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
  /** The number must be more than this. */
  above?: number
  whole?: boolean
  /** There is always a number. */
  needed?: boolean
  placeholder?: string
  help?: string
  error?: string | undefined
  /** Shown behind the number. */
  after?: string
}

/** A number, or nothing. */
export function OptionalNumber(props: OptionalNumberProps) {
  const { label, hideLabel = false, value, set, whole, placeholder = '', help, error, after } = props
  const typed = useTyped({
    value,
    set,
    format: (number) => (number === undefined ? '' : String(number)),
    parse: (text) => parseNumber(text, props),
  })
  return (
    <TextInput
      {...typed}
      error={typed.error || error}
      label={label}
      help={help}
      after={after}
      hideLabel={hideLabel}
      inputMode={whole ? 'numeric' : 'decimal'}
      placeholder={placeholder}
    />
  )
}

type NumberBounds = Pick<OptionalNumberProps, 'min' | 'max' | 'above' | 'whole' | 'needed'>

function parseNumber(text: string, bounds: NumberBounds): Parsed<number | undefined> {
  const { min, max, above, whole, needed } = bounds
  if (text.trim() === '') return needed ? { error: 'Write a number.' } : { value: undefined }
  const number = Number(text)
  if (!Number.isFinite(number)) return { error: 'Write a number, with a point for decimals.' }
  if (whole && !Number.isInteger(number)) return { error: 'Write a whole number.' }
  if (above !== undefined && number <= above) return { error: `More than ${above}.` }
  if (min !== undefined && number < min) return { error: `At least ${min}.` }
  if (max !== undefined && number > max) return { error: `At most ${max}.` }
  return { value: number }
}

export function Lengths({
  field,
  most,
  change,
  issue,
}: {
  field: { minLength?: number | undefined; maxLength?: number | undefined }
  most: number
  change: Change
  issue: (code: string) => string | undefined
}) {
  return (
    <div class="pair">
      <OptionalNumber
        label="Fewest characters"
        error={issue('empty-range')}
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

/** As long as the schemas allow. */
const UNIT_LENGTH = 20

export function Unit({ value, change }: { value: string | undefined; change: Change }) {
  return (
    <TextInput
      label="Unit"
      help="Shown behind the number."
      placeholder="kg, €, people"
      value={value ?? ''}
      maxLength={UNIT_LENGTH}
      onInput={(unit) => change({ unit: unit || undefined })}
    />
  )
}

interface RandomizeProps {
  of?: 'options' | 'rows'
  value: boolean | undefined
  change: Change
}

export function Randomize({ of = 'options', value, change }: RandomizeProps) {
  return (
    <Switch
      label={`Mix the ${of} for each visitor`}
      help="Then none has the luck of standing first."
      checked={value ?? false}
      onChange={(randomize) => change({ randomize: randomize || undefined })}
    />
  )
}

interface HowManyProps {
  field: { min?: number | undefined; max?: number | undefined }
  change: Change
  issue: (code: string) => string | undefined
}

/** How many options are chosen by a visitor who chooses any. */
export function HowMany({ field, change, issue }: HowManyProps) {
  return (
    <div class="pair">
      <OptionalNumber
        label="Choose at least"
        value={field.min}
        min={1}
        max={limits.options}
        whole
        error={issue('min-options') ?? issue('empty-range')}
        set={(min) => change({ min })}
      />
      <OptionalNumber
        label="Choose at most"
        value={field.max}
        min={1}
        max={limits.options}
        whole
        set={(max) => change({ max })}
      />
    </div>
  )
}

export function Parameter({ value, change }: { value: string | undefined; change: Change }) {
  return (
    <TextInput
      label="URL parameter"
      help={
        value ? (
          <>
            A page’s address with <code>?{encodeURIComponent(value)}=…</code> fills this in.
          </>
        ) : (
          'A parameter of the page’s address that fills this in, like “plan” in ?plan=pro.'
        )
      }
      mono
      value={value ?? ''}
      maxLength={limits.nameLength}
      onInput={(text) => change({ param: text.trim() || undefined })}
    />
  )
}
