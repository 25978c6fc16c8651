import { CopyButton } from '../ui/copy.tsx'
import { Frame, Title } from '../ui/frame.tsx'
import { Inbox } from './inbox.tsx'

export function InboxScreen({ token }: { token: string }) {
  const url = `${location.origin}/inbox/${token}`
  return (
    <Frame>
      <Title>Inbox</Title>
      <div class="screen-head">
        <div class="grow">
          <h1>Inbox</h1>
          <p class="soft">A receiver on this relay, to see what a server of yours would get.</p>
        </div>
      </div>
      <div class="inbox-url">
        <span class="mono grow">{url}</span>
        <CopyButton text={url} label="the callback URL" />
      </div>
      <h2 class="visually-hidden">Messages</h2>
      <div class="card">
        <Inbox
          token={token}
          empty="Use the address above as a webhook’s callback URL, then submit the form or send a test."
        />
      </div>
    </Frame>
  )
}
