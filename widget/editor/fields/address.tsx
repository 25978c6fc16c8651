import { type AddressPart, addressParts } from '@fieldpost/shared/fields/address.ts'
import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import { MapPin } from 'lucide'
import { Select } from '../ui/field.tsx'
import type { EditorKind, PanelProps } from './kind.ts'

/** How the parts of an address are called in the editor. */
export const partWords: Record<AddressPart, string> = {
  line1: 'Street and number',
  line2: 'Flat or floor',
  city: 'City',
  region: 'State or region',
  postcode: 'Postcode',
  country: 'Country',
}

const uses = [
  { value: 'needed', label: 'Must be filled in' },
  { value: 'optional', label: 'May stay empty' },
  { value: 'none', label: 'Not asked for' },
]

function Panel({ field, change }: PanelProps<FieldOf<'address'>>) {
  const asked = new Set(field.parts)
  const optional = new Set(field.optional)
  const useOf = (part: AddressPart) =>
    !asked.has(part) ? 'none' : optional.has(part) ? 'optional' : 'needed'
  const set = (part: AddressPart, use: string) =>
    change({
      parts: addressParts.filter((each) => (each === part ? use !== 'none' : asked.has(each))),
      optional: addressParts.filter((each) => (each === part ? use === 'optional' : optional.has(each))),
    })
  return (
    <fieldset class="stack-s">
      <legend class="input-label">Parts</legend>
      <div class="pair">
        {addressParts.map((part) => {
          const isLast = asked.size === 1 && asked.has(part)
          return (
            <Select
              key={part}
              label={partWords[part]}
              value={useOf(part)}
              // An address has at least one part.
              options={isLast ? uses.slice(0, -1) : uses}
              onChange={(use) => set(part, use)}
            />
          )
        })}
      </div>
      <p class="input-help">
        “Required” says whether an address must be given at all, these what belongs to one that is.
      </p>
    </fieldset>
  )
}

export const address: EditorKind<'address'> = {
  title: 'Address',
  description: 'Street, city, postcode, country',
  also: 'postal street city zip postcode country shipping',
  icon: MapPin,
  group: 'Text',
  start: { label: 'Address', required: false, parts: [...addressParts], optional: ['line2', 'region'] },
  Panel,
}
