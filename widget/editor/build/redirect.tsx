/** Where visitors go after sending: a page of the owner's, or nowhere. */
import { limits } from '@fieldpost/shared/limits.ts'
import { TextInput } from '../ui/field.tsx'
import { useTyped } from '../ui/typed.ts'

export function Redirect({ value, set }: { value: string | null; set: (value: string | null) => void }) {
  const typed = useTyped({
    value,
    set,
    format: (redirect) => redirect ?? '',
    parse: (text) => {
      const address = text.trim()
      if (address === '') return { value: null }
      if (/^https?:\/\//i.test(address) && URL.canParse(address)) return { value: address }
      return { error: 'A redirect is an http or https address, like https://example.com/thanks.' }
    },
  })
  return (
    <TextInput
      {...typed}
      label="Redirect"
      type="url"
      mono
      help="Optional: a page of yours where visitors go instead of seeing the thanks."
      placeholder="https://example.com/thanks"
      maxLength={limits.urlLength}
    />
  )
}
