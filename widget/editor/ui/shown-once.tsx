import { KeyRound } from 'lucide'
import type { ComponentChildren } from 'preact'
import { CopyButton } from './copy.tsx'
import { Icon } from './icon.tsx'

interface ShownOnceProps {
  title: string
  value: string
  /** What is copied, for who does not see it. */
  label: string
  /** Where it belongs. */
  children: ComponentChildren
}

/** A secret or a key in the one moment in which it can be read. */
export const ShownOnce = ({ title, value, label, children }: ShownOnceProps) => (
  <div class="secret">
    <p class="secret-title">
      <Icon of={KeyRound} />
      <strong>{title}</strong>
    </p>
    <p class="secret-value mono">{value}</p>
    <CopyButton text={value} label={label} kind="primary" />
    <p class="input-help">{children}</p>
  </div>
)
