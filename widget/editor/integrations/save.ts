/** Sending a webhook's values: what is wrong goes to its input, what has no input is told as it is. */
import { useSignal } from '@preact/signals'
import { issuesOf, messageOf } from '../request.ts'
import { focusFirstInvalid } from '../ui/field.tsx'
import { bodyOf, placeOf, type Values } from './values.ts'

type Body = Extract<ReturnType<typeof bodyOf>, { ok: true }>['body']

export function useSaving(changes: 'new' | 'patch', send: (body: Body) => Promise<void>) {
  const issues = useSignal<Record<string, string>>({})
  const error = useSignal('')
  const busy = useSignal(false)

  async function save(values: Values) {
    if (busy.value) return
    error.value = ''
    const checked = bodyOf(values, changes)
    if (!checked.ok) {
      issues.value = checked.issues
      focusFirstInvalid(document.querySelector('main'))
      return
    }
    issues.value = {}
    busy.value = true
    try {
      await send(checked.body)
    } catch (failure) {
      const told = Object.entries(issuesOf(failure)).map(([path, message]) => [placeOf(path), message])
      issues.value = Object.fromEntries(told)
      if (told.length === 0) error.value = messageOf(failure)
      else focusFirstInvalid(document.querySelector('main'))
    } finally {
      busy.value = false
    }
  }

  return { issues, error, busy, save }
}
