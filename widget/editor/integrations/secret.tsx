import { ShownOnce } from '../ui/shown-once.tsx'

/** A signing secret, just made. */
export const SecretOnce = ({ secret }: { secret: string }) => (
  <ShownOnce title="Signing secret" value={secret} label="the signing secret">
    Keep it where your receiver finds it. It is stored encrypted and not shown again.
  </ShownOnce>
)
