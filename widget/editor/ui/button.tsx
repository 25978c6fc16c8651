import type { IconNode } from 'lucide'
import { LoaderCircle } from 'lucide'
import type { ComponentChildren, Ref } from 'preact'
import { Icon } from './icon.tsx'

interface Look {
  /** `primary` once a screen, `danger` for what cannot be undone. */
  kind?: 'primary' | 'plain' | 'quiet' | 'danger'
  size?: 'small' | 'normal'
  icon?: IconNode
  children: ComponentChildren
  class?: string
}

const classOf = ({ kind = 'plain', size = 'normal', class: more = '' }: Look) =>
  `button button-${kind} button-${size} ${more}`.trim()

interface ButtonProps extends Look {
  onClick?: (event: MouseEvent) => void
  type?: 'button' | 'submit'
  /** Something is under way: it cannot be pressed again, and keeps the focus. */
  busy?: boolean
  disabled?: boolean
  form?: string
  ref?: Ref<HTMLButtonElement>
  'aria-expanded'?: boolean
  'aria-haspopup'?: 'menu' | 'dialog'
  'aria-pressed'?: boolean
  'aria-describedby'?: string
}

export function Button(props: ButtonProps) {
  const { kind, size, icon, children, class: _, onClick, type = 'button', busy, ref = null, ...rest } = props
  return (
    <button
      {...rest}
      ref={ref}
      type={type}
      class={classOf(props)}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={(event) => {
        // `disabled` would drop the focus; a second press while busy is held back here.
        if (busy) event.preventDefault()
        else onClick?.(event)
      }}
    >
      {busy ? <Icon of={LoaderCircle} class="spin" /> : icon && <Icon of={icon} />}
      {children && <span>{children}</span>}
    </button>
  )
}

export function LinkButton(props: Look & { href: string; download?: boolean | string; target?: '_blank' }) {
  const { kind, size, icon, children, class: _, ...rest } = props
  return (
    <a {...rest} rel={rest.target && 'noopener'} class={classOf(props)}>
      {icon && <Icon of={icon} />}
      <span>{children}</span>
    </a>
  )
}

interface IconButtonProps {
  icon: IconNode
  /** What it does, on what: it is all that a screen reader has. */
  label: string
  onClick?: (event: MouseEvent) => void
  disabled?: boolean
  danger?: boolean
  class?: string
  ref?: Ref<HTMLButtonElement>
}

export function IconButton({ icon, label, danger, class: more = '', ref = null, ...rest }: IconButtonProps) {
  return (
    <button
      {...rest}
      ref={ref}
      type="button"
      class={`icon-button ${danger ? 'icon-button-danger' : ''} ${more}`}
      aria-label={label}
      title={label}
    >
      <Icon of={icon} />
    </button>
  )
}
