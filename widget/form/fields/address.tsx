import { type AddressPart, addressFault, partsOf } from '@fieldpost/shared/fields/address.ts'
import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import { Group, idOf } from './frame.tsx'
import type { Kind } from './kind.ts'

/** Tokens of the HTML standard's section on autofill. */
const tokens: Readonly<Record<AddressPart, string>> = {
  line1: 'address-line1',
  line2: 'address-line2',
  city: 'address-level2',
  region: 'address-level1',
  postcode: 'postal-code',
  country: 'country-name',
}

type Address = Partial<Record<AddressPart, string>>

export const address: Kind<FieldOf<'address'>> = {
  fault: addressFault,
  draw(props) {
    const { field, value = {}, change, issue, t } = props
    const address = value as Address
    const { optional } = field
    let told = false
    return (
      // What is wrong stands at the part that it is about.
      <Group {...props} issue={undefined}>
        <div class="parts">
          {partsOf(field).map((part) => {
            const id = idOf(field, part)
            const text = address[part] ?? ''
            const fault =
              issue && addressFault({ ...field, parts: [part], optional }, trimmed({ [part]: text }))
            const first = fault && !told
            told ||= Boolean(fault)
            return (
              <div key={part} class={/line/.test(part) ? 'field' : 'field half'}>
                <label for={id}>
                  {t.address[part]}
                  {optional.includes(part) && [' ', <small key="s">{t.optional}</small>]}
                </label>
                <input
                  class="input"
                  part="input"
                  id={id}
                  // The summary leads to the one of the field's name.
                  name={first || (!issue && part === field.parts[0]) ? field.name : `${field.name}[${part}]`}
                  autocomplete={tokens[part]}
                  value={text}
                  onInput={(event) => change({ ...address, [part]: event.currentTarget.value })}
                  aria-required={(field.required && !optional.includes(part)) || undefined}
                  aria-invalid={fault ? 'true' : undefined}
                  aria-describedby={fault && `${id}-e`}
                />
                {fault && (
                  <p class="error" part="error" id={`${id}-e`}>
                    {fault[0] === 'part' ? t.fillPart : issue}
                  </p>
                )}
              </div>
            )
          })}
        </div>
      </Group>
    )
  },
  read: (address: Address) => trimmed(address),
  hold(field, value) {
    const given = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
    const held = partsOf(field).flatMap((part) =>
      typeof given[part] === 'string' ? [[part, given[part]]] : [],
    )
    return held.length > 0 ? Object.fromEntries(held) : undefined
  },
}

/** The parts that say something. */
const trimmed = (address: Address): Record<string, string> =>
  Object.fromEntries(
    Object.entries(address).flatMap(([part, text]) => (text.trim() ? [[part, text.trim()]] : [])),
  )
