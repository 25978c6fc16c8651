/** The first owner's account, by the one-time link that the relay prints. */
import { schemaIssues } from '@fieldpost/shared/problem.ts'
import { Setup } from '@fieldpost/shared/resources.ts'
import { useSignal } from '@preact/signals'
import { KeyRound } from 'lucide'
import * as v from 'valibot'
import { getSetup, setUp } from './api.ts'
import { issuesOf, messageOf } from './request.ts'
import { paths } from './router.ts'
import { askWho, router } from './state.ts'
import { Button, LinkButton } from './ui/button.tsx'
import { ErrorText, focusFirstInvalid, TextInput } from './ui/field.tsx'
import { Gate } from './ui/frame.tsx'
import { Show, Skeleton, useLoad } from './ui/load.tsx'

export function SetupScreen({ token }: { token: string }) {
  const state = useLoad('setup', getSetup)
  return (
    <Gate title="Set up Fieldpost">
      <Show of={state} loading={<Skeleton lines={4} />}>
        {({ open }) => (open ? <SetupForm token={token} /> : <Done />)}
      </Show>
    </Gate>
  )
}

function Done() {
  return (
    <>
      <p class="soft">This relay has an owner already, so its setup link is spent. Sign in instead.</p>
      <LinkButton kind="primary" href={paths.signIn('/')}>
        Sign in
      </LinkButton>
    </>
  )
}

function SetupForm({ token: given }: { token: string }) {
  const values = useSignal({ token: given, name: '', email: '', password: '' })
  const issues = useSignal<Record<string, string>>({})
  const error = useSignal('')
  const busy = useSignal(false)

  const set = (key: keyof typeof values.value) => (value: string) => {
    values.value = { ...values.value, [key]: value }
    if (issues.value[key]) issues.value = { ...issues.value, [key]: '' }
  }

  async function submit(event: Event) {
    event.preventDefault()
    const form = event.currentTarget
    if (busy.value) return
    error.value = ''
    const checked = v.safeParse(Setup, values.value)
    if (!checked.success) {
      issues.value = Object.fromEntries(
        schemaIssues(checked.issues)
          .reverse()
          .map(({ field, message }) => [field, message]),
      )
      focusFirstInvalid(form)
      return
    }
    busy.value = true
    try {
      await setUp(checked.output)
      await askWho()
      router.navigate(paths.forms, { replace: true })
    } catch (failure) {
      issues.value = issuesOf(failure)
      error.value = messageOf(failure)
      focusFirstInvalid(form)
    } finally {
      busy.value = false
    }
  }

  return (
    <form class="stack" onSubmit={submit} noValidate>
      <p class="soft">Make the account that owns this relay. Everything you build stays on it.</p>
      {!given && (
        <TextInput
          label="Setup token"
          help="The end of the setup link that the relay printed when it started."
          mono
          value={values.value.token}
          error={issues.value.token && 'Enter the token of the setup link.'}
          onInput={set('token')}
        />
      )}
      <TextInput
        label="Your name"
        autocomplete="name"
        value={values.value.name}
        error={issues.value.name}
        onInput={set('name')}
      />
      <TextInput
        label="Email"
        type="email"
        autocomplete="username"
        value={values.value.email}
        error={issues.value.email}
        onInput={set('email')}
      />
      <TextInput
        label="Password"
        type="password"
        autocomplete="new-password"
        help="At least 10 characters. A few words are easy to remember and hard to guess."
        value={values.value.password}
        error={issues.value.password}
        onInput={set('password')}
      />
      <div role="alert">{error.value && <ErrorText>{error.value}</ErrorText>}</div>
      <Button kind="primary" type="submit" icon={KeyRound} busy={busy.value}>
        Make the account
      </Button>
    </form>
  )
}
