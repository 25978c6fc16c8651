/** API keys: for programs, and for `fieldpost listen`. */
import type { ApiKey } from '@fieldpost/shared/api-key.ts'
import { useSignal } from '@preact/signals'
import { KeyRound, Plus } from 'lucide'
import { deleteApiKey, listApiKeys } from '../api.ts'
import { Button } from '../ui/button.tsx'
import { confirm } from '../ui/dialog.tsx'
import { Frame, Title } from '../ui/frame.tsx'
import { Icon } from '../ui/icon.tsx'
import { Empty, Show, Skeleton, useLoad } from '../ui/load.tsx'
import { Ago, Moment } from '../ui/time.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { NewKey } from './new-key.tsx'

/** What the operator's own key is called: it is set in the environment, and made again at every start. */
const OPERATORS = 'operator'

export function KeysScreen() {
  const keys = useLoad('keys', (signal) => listApiKeys(signal))
  const making = useSignal(false)
  const add = (
    <Button
      kind="primary"
      icon={Plus}
      onClick={() => {
        making.value = true
      }}
    >
      Make a key
    </Button>
  )
  return (
    <Frame width="narrow">
      <Title>API keys</Title>
      <div class="screen-head">
        <div>
          <h1>API keys</h1>
          <p class="soft">With a key a program does in your workspace what you can do.</p>
        </div>
        {add}
      </div>
      <Show of={keys} loading={<Skeleton lines={2} tall />}>
        {({ apiKeys }) =>
          apiKeys.length === 0 ? (
            <div class="card">
              <Empty icon={KeyRound} title="No key yet">
                <p>
                  Make one for each program or machine, so that each can be taken back without the others.
                </p>
              </Empty>
            </div>
          ) : (
            <ul class="webhook-list">
              {apiKeys.map((key) => (
                <KeyRow key={key.id} of={key} deleted={() => void keys.reload()} />
              ))}
            </ul>
          )
        }
      </Show>
      {making.value && (
        <NewKey
          onClose={() => {
            making.value = false
          }}
          onMade={() => void keys.reload()}
        />
      )}
    </Frame>
  )
}

function KeyRow({ of: key, deleted }: { of: ApiKey; deleted: () => void }) {
  const name = key.name || 'A key without a name'
  const isOver = key.expiresAt !== null && Date.parse(key.expiresAt) <= Date.now()
  async function remove() {
    const yes = await confirm({
      title: `Delete “${name}”?`,
      text: 'Whatever uses it is refused from that moment on.',
      action: 'Delete the key',
      danger: true,
    })
    if (!yes) return
    try {
      await deleteApiKey(key.id)
      toast('The key was deleted')
      deleted()
    } catch (error) {
      toastError(error)
    }
  }
  return (
    <li class="webhook-row">
      <span class="kind-icon">
        <Icon of={KeyRound} />
      </span>
      <div class="grow">
        <h2 class="key-name">{name}</h2>
        <p class="key-facts">
          {key.start && <span class="mono">{key.start}…</span>}
          <span>
            made <Ago at={key.createdAt} />
          </span>
          {key.expiresAt && (
            <span>
              {isOver ? 'ended' : 'ends'} <Moment at={key.expiresAt} />
            </span>
          )}
        </p>
      </div>
      {isOver && <span class="badge">Ended</span>}
      {key.id === OPERATORS ? (
        <p class="small soft">Set by who runs the relay</p>
      ) : (
        <Button size="small" onClick={() => void remove()}>
          Delete
          <span class="visually-hidden"> {name}</span>
        </Button>
      )}
    </li>
  )
}
