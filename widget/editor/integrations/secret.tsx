import { KeyRound } from 'lucide'
import { CopyButton } from '../ui/copy.tsx'
import { Icon } from '../ui/icon.tsx'

/** A secret in the one moment in which it can be read. */
export function SecretOnce({ secret }: { secret: string }) {
  return (
    <div class="secret">
      <p class="secret-title">
        <Icon of={KeyRound} />
        <strong>Signing secret</strong>
      </p>
      <p class="secret-value mono">{secret}</p>
      <CopyButton text={secret} label="the signing secret" kind="primary" />
      <p class="input-help">
        Keep it where your receiver finds it. It is stored encrypted and not shown again.
      </p>
    </div>
  )
}
