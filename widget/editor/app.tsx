/** Which screen is shown for an address, and to whom. */
import { useEffect } from 'preact/hooks'
import { FormScreen } from './form-screen.tsx'
import { FormsScreen } from './forms.tsx'
import { InboxScreen } from './inbox/screen.tsx'
import { KeysScreen } from './keys/screen.tsx'
import { paths } from './router.ts'
import { SetupScreen } from './setup.tsx'
import { SignInScreen } from './sign-in.tsx'
import { askWho, router, who } from './state.ts'
import { Questions } from './ui/dialog.tsx'
import { Frame, NotFound, Title } from './ui/frame.tsx'
import { Failure, Skeleton, Waiting } from './ui/load.tsx'
import { Announcer, Toasts } from './ui/toast.tsx'

export function App() {
  useEffect(() => void askWho(), [])
  return (
    <>
      <Screen />
      <Questions />
      <Toasts />
      <Announcer />
    </>
  )
}

function Screen() {
  const route = router.route.value
  switch (route.screen) {
    case 'setup':
      return <SetupScreen token={route.token} />
    case 'sign-in':
      return <SignInScreen next={route.next} />
    // The demo's inbox is open to everybody as long as the relay has no owner.
    case 'inbox':
      return <InboxScreen key={route.token} token={route.token} />
    case 'not-found':
      return <NotFound />
    case 'forms':
      return (
        <ForOwners>
          <FormsScreen />
        </ForOwners>
      )
    case 'api-keys':
      return (
        <ForOwners>
          <KeysScreen />
        </ForOwners>
      )
    default:
      return (
        <ForOwners>
          <FormScreen key={route.formId} route={route} />
        </ForOwners>
      )
  }
}

function ForOwners({ children }: { children: preact.ComponentChildren }) {
  const now = who.value
  const out = now.state === 'signed-out'
  useEffect(() => {
    if (out) router.navigate(paths.signIn(router.here()), { replace: true })
  }, [out])
  if (now.state === 'signed-in') return <>{children}</>
  if (now.state === 'failed') {
    return (
      <Frame>
        <Title>Fieldpost</Title>
        <h1 class="visually-hidden">Fieldpost</h1>
        <Failure error={now.error} retry={() => void askWho()} />
      </Frame>
    )
  }
  return (
    <Frame>
      <Waiting>
        <Skeleton lines={4} />
      </Waiting>
    </Frame>
  )
}
