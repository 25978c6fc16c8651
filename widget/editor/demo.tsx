/** The demo page's live half: the inbox that its form's webhook goes to, and the way on. */
import './style/tokens.css'
import './style/base.css'
import './style/buttons.css'
import './style/inputs.css'
import './style/overlays.css'
import './style/notices.css'
import './style/layout.css'
import './style/integrations.css'
import './style/inbox.css'
import './style/demo.css'
import { ArrowRight, Terminal } from 'lucide'
import { render } from 'preact'
import { getDemo, getSetup } from './api.ts'
import { Inbox } from './inbox/inbox.tsx'
import { paths } from './router.ts'
import { followAppearance } from './ui/appearance.ts'
import { LinkButton } from './ui/button.tsx'
import { Icon } from './ui/icon.tsx'
import { Show, Skeleton, useLoad } from './ui/load.tsx'
import { Announcer, Toasts } from './ui/toast.tsx'

function DemoInbox() {
  const demo = useLoad('demo', getDemo)
  return (
    <Show of={demo} loading={<Skeleton lines={3} tall />}>
      {({ inboxToken }) => (
        <Inbox token={inboxToken} empty="Send the form: what it delivers appears here within a second." />
      )}
    </Show>
  )
}

function Next() {
  const setup = useLoad('setup', getSetup)
  const now = setup.value.value
  const isOpen = now.state === 'ready' && now.data.open
  return (
    <ul class="demo-steps">
      <li>
        {isOpen ? (
          <p>
            <Icon of={Terminal} size={16} /> Open the <strong>setup link</strong> that the relay printed in
            your terminal, and make your account.
          </p>
        ) : (
          <p>Sign in to the editor. This demo’s form is there too, ready to be changed.</p>
        )}
      </li>
      <li>
        <p>Make a form, publish it, and paste its tag into any page of yours.</p>
      </li>
      <li>
        <p>
          Give your callback URL and a signing secret. Your server gets every submission, and can prove that
          it is genuine.
        </p>
      </li>
      {!isOpen && (
        <li class="demo-go">
          <LinkButton kind="primary" icon={ArrowRight} href={paths.forms}>
            Open the editor
          </LinkButton>
        </li>
      )}
    </ul>
  )
}

followAppearance()
const inbox = document.getElementById('inbox')
if (inbox) {
  render(
    <>
      <DemoInbox />
      <Toasts />
      <Announcer />
    </>,
    inbox,
  )
}
const next = document.getElementById('next')
if (next) render(<Next />, next)
