import { autocomplete } from '@fieldpost/shared/fields/base.ts'
import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import { limits } from '@fieldpost/shared/limits.ts'
import { TextCursorInput } from 'lucide'
import * as v from 'valibot'
import { Select } from '../ui/field.tsx'
import type { EditorKind, PanelProps } from './kind.ts'
import { Lengths, Placeholder } from './parts.tsx'
import { PatternSettings } from './pattern.tsx'

/** What browsers can fill in for a visitor; the HTML standard has more, and a form made by the API may use them. */
const fills = [
  { value: '', label: 'Nothing' },
  { value: 'name', label: 'Full name' },
  { value: 'given-name', label: 'First name' },
  { value: 'family-name', label: 'Last name' },
  { value: 'organization', label: 'Company' },
  { value: 'organization-title', label: 'Job title' },
  { value: 'street-address', label: 'Street address' },
  { value: 'address-level2', label: 'City' },
  { value: 'postal-code', label: 'Postal code' },
  { value: 'country-name', label: 'Country' },
]

function Advanced({ field, change, issue }: PanelProps<FieldOf<'text'>>) {
  const token = field.autocomplete ?? ''
  const known = fills.some(({ value }) => value === token)
  return (
    <>
      <Placeholder value={field.placeholder} change={change} />
      <PatternSettings field={field} change={change} />
      <Lengths field={field} most={limits.textLength} change={change} issue={issue} />
      <Select
        label="Browsers may fill in"
        value={token}
        options={known ? fills : [...fills, { value: token, label: token }]}
        onChange={(value) => {
          if (v.is(autocomplete, value || undefined)) change({ autocomplete: value || undefined })
        }}
      />
    </>
  )
}

export const text: EditorKind<'text'> = {
  title: 'Short text',
  description: 'One line: a name, a subject',
  icon: TextCursorInput,
  group: 'Text',
  start: { label: '', required: false },
  Advanced,
}
