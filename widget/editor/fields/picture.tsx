/** The picture of an option: where it is, and how it looks. */
import { limits } from '@fieldpost/shared/limits.ts'
import { useSignal } from '@preact/signals'
import { Image, ImageOff } from 'lucide'
import { TextInput } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { useTyped } from '../ui/typed.ts'

/** Small, and only a look: its words are in the input beside it. */
export function Picture({ address }: { address: string | undefined }) {
  /** The address that gave no picture. */
  const broken = useSignal<string | null>(null)
  return (
    <span class="picture-look">
      {address && broken.value !== address ? (
        <img
          src={address}
          alt=""
          loading="lazy"
          onError={() => {
            broken.value = address
          }}
        />
      ) : (
        <Icon of={address ? ImageOff : Image} size={20} />
      )}
    </span>
  )
}

interface PictureInputProps {
  name: string
  value: string | undefined
  /** Said where the address is missing. */
  issue: string | undefined
  set: (address: string | undefined) => void
}

export function PictureInput({ name, value, issue, set }: PictureInputProps) {
  const typed = useTyped({
    value,
    set,
    format: (address) => address ?? '',
    parse: (text) => {
      const address = text.trim()
      if (address === '') return { value: undefined }
      return /^https:\/\/\S+$/i.test(address)
        ? { value: address }
        : { error: 'A picture has an address that begins with https://.' }
    },
  })
  return (
    <TextInput
      {...typed}
      error={typed.error || (value ? undefined : issue)}
      label={`Picture of ${name}`}
      hideLabel
      mono
      placeholder="https://…/picture.jpg"
      maxLength={limits.urlLength}
    />
  )
}
