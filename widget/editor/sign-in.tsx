import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { getSetup, signIn } from './api.ts'
import { messageOf, RequestRefused } from './request.ts'
import { askWho, router, who } from './state.ts'
import { Button } from './ui/button.tsx'
import { ErrorText, TextInput } from './ui/field.tsx'
import { Gate } from './ui/frame.tsx'

export function SignInScreen({ next }: { next: string }) {
  const email = useSignal('')
  const password = useSignal('')
  const error = useSignal('')
  const busy = useSignal(false)
  const noOwner = useSignal(false)
  const first = useRef<HTMLInputElement>(null)
  const signedIn = who.value.state === 'signed-in'

  useEffect(() => {
    if (signedIn) router.navigate(next, { replace: true })
  }, [signedIn, next])
  useEffect(() => {
    first.current?.focus()
    const controller = new AbortController()
    // Only for the hint below; signing in works without the answer.
    getSetup(controller.signal).then(
      ({ open }) => {
        noOwner.value = open
      },
      () => {},
    )
    return () => controller.abort()
  }, [noOwner])

  async function submit(event: Event) {
    event.preventDefault()
    if (busy.value) return
    error.value = ''
    if (!email.value.trim() || !password.value) {
      error.value = 'Enter the email and the password of your account.'
      return
    }
    busy.value = true
    try {
      await signIn({ email: email.value.trim(), password: password.value })
      await askWho()
    } catch (failure) {
      const wrong = failure instanceof RequestRefused && failure.status === 401
      error.value = wrong ? 'The email or the password is wrong.' : messageOf(failure)
    } finally {
      busy.value = false
    }
  }

  return (
    <Gate title="Sign in">
      {noOwner.value && (
        <div class="banner">
          <div>
            <strong>This relay has no owner yet.</strong>
            <p>Open the setup link that it printed when it started.</p>
          </div>
        </div>
      )}
      <form class="stack" onSubmit={submit} noValidate>
        <TextInput
          label="Email"
          type="email"
          autocomplete="username"
          value={email.value}
          ref={first}
          onInput={(value) => {
            email.value = value
          }}
        />
        <TextInput
          label="Password"
          type="password"
          autocomplete="current-password"
          value={password.value}
          onInput={(value) => {
            password.value = value
          }}
        />
        <div role="alert">{error.value && <ErrorText>{error.value}</ErrorText>}</div>
        <Button kind="primary" type="submit" busy={busy.value}>
          Sign in
        </Button>
      </form>
    </Gate>
  )
}
