import type { IconNode } from 'lucide'
import { h } from 'preact'

/** A lucide icon, as large as the text beside it. Always decoration: the name belongs to the control around it. */
export function Icon({ of, size = 18, class: className }: { of: IconNode; size?: number; class?: string }) {
  return (
    <svg
      class={className ? `icon ${className}` : 'icon'}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {of.map(([tag, attributes]) => h(tag, attributes as Record<string, string>))}
    </svg>
  )
}
