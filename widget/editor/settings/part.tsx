/** One card of the Settings tab. */
import type { IconNode } from 'lucide'
import type { ComponentChildren } from 'preact'
import { Icon } from '../ui/icon.tsx'

interface PartProps {
  icon: IconNode
  title: string
  about: ComponentChildren
  children: ComponentChildren
}

export function Part({ icon, title, about, children }: PartProps) {
  return (
    <section class="card card-form">
      <h2 class="row">
        <Icon of={icon} size={20} />
        {title}
      </h2>
      <p class="soft">{about}</p>
      {children}
    </section>
  )
}
