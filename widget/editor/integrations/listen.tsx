/** Receiving on a machine that the relay cannot reach. */
import type { Form, Webhook } from '@fieldpost/shared/resources.ts'
import { Laptop } from 'lucide'
import { paths } from '../router.ts'
import { Code } from '../ui/copy.tsx'
import { Icon } from '../ui/icon.tsx'

/** Where a receiver that is being written most likely listens. */
const FORWARD = 'http://localhost:3000/webhook'

/** How to get a form's deliveries on one's own machine. */
export function ListenPanel({ form }: { form: Form }) {
  const command = `npx fieldpost listen --forward ${FORWARD} --form ${form.id} --relay ${location.origin}`
  return (
    <section class="card card-form listen" aria-labelledby="listen-heading">
      <h2 id="listen-heading" class="row">
        <Icon of={Laptop} />
        Receive on your own machine
      </h2>
      <p class="soft">
        For a receiver that you are still writing: this forwards what the form sends to your machine, signed,
        without a tunnel. What your receiver answers is in the log here. Run it in the folder that you have
        Fieldpost in.
      </p>
      <Code text={command} label="the command" />
      <p class="soft">
        Give it an <a href={paths.apiKeys}>API key</a> as <code>FIELDPOST_KEY</code> in the environment, and
        your receiver’s address after <code>--forward</code>. It shows the secret that your receiver verifies
        with.
      </p>
    </section>
  )
}

/** Why a webhook’s own URL gets nothing; nothing where it does. */
export function ListenNote({ webhook: { listen, listening, active, paused } }: { webhook: Webhook }) {
  if (!listen && !listening) return null
  const isHeld = !active || paused !== null
  return (
    <div class="banner">
      <Icon of={Laptop} />
      <div>
        <strong>
          {listening ? 'Somebody listens to this webhook now.' : 'Nobody listens to this webhook now.'}
        </strong>
        <p>
          {listen
            ? `The relay never calls its URL: fieldpost listen is given its deliveries${listening ? '.' : ', which wait until it runs.'}`
            : 'Their machine is given its deliveries, and its URL gets none until they end.'}
          {listening && isHeld && ' Nothing is given out as long as it is off or paused.'}
        </p>
      </div>
    </div>
  )
}
