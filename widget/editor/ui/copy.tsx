import { useSignal } from '@preact/signals'
import { Check, Copy } from 'lucide'
import { useEffect, useRef } from 'preact/hooks'
import { Button } from './button.tsx'
import { announce, toast } from './toast.tsx'

/** How long the button says that it copied, in ms. */
const SAYS_COPIED = 2_000

/** Gives whether it worked. Plain http pages have no clipboard but this old command. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const area = document.createElement('textarea')
    area.value = text
    area.className = 'visually-hidden'
    // Inside an open dialog nothing outside of it can be selected.
    const place = document.querySelector('dialog[open]') ?? document.body
    place.append(area)
    area.select()
    const done = document.execCommand('copy')
    area.remove()
    return done
  }
}

interface CopyButtonProps {
  text: string
  /** What is copied, for whoever does not see what stands beside it. */
  label: string
  kind?: 'plain' | 'primary' | 'quiet'
  size?: 'small' | 'normal'
  children?: string
}

export function CopyButton({
  text,
  label,
  kind = 'plain',
  size = 'small',
  children = 'Copy',
}: CopyButtonProps) {
  const copied = useSignal(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  return (
    <Button
      kind={kind}
      size={size}
      icon={copied.value ? Check : Copy}
      onClick={async () => {
        if (!(await copy(text))) {
          toast('The browser did not let us copy. Select the text and copy it yourself.', { bad: true })
          return
        }
        copied.value = true
        announce(`Copied ${label}`)
        clearTimeout(timer.current)
        timer.current = setTimeout(() => {
          copied.value = false
        }, SAYS_COPIED)
      }}
    >
      {copied.value ? 'Copied' : children}
      <span class="visually-hidden"> {label}</span>
    </Button>
  )
}

/** Text to look at and to copy: code, headers, bodies. */
export function Code({ text, label, copyable = true }: { text: string; label: string; copyable?: boolean }) {
  return (
    <div class="code">
      <pre>
        <code>{text}</code>
      </pre>
      {copyable && (
        <div class="code-copy">
          <CopyButton text={text} label={label} />
        </div>
      )}
    </div>
  )
}
