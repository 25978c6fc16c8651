/** Dialogs over the browser's own <dialog>: it traps the focus, gives it back, and closes on Escape. */

import { signal } from '@preact/signals'
import { X } from 'lucide'
import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { Button, IconButton } from './button.tsx'
import { catchFocus } from './focus.ts'

/** What one came to do, rather than the button that closes. */
const FIRST = '.dialog-body :is(input, textarea, select, button), .dialog-foot button'
/** On phones a focused input calls the keyboard, which covers half of the dialog. */
const hasKeyboard = () => matchMedia('(hover: hover)').matches

interface DialogProps {
  title: ComponentChildren
  onClose: () => void
  children: ComponentChildren
  /** `drawer` comes from the side, for looking at one of many. */
  shape?: 'dialog' | 'wide' | 'drawer'
  footer?: ComponentChildren
  /** Beside the title. */
  actions?: ComponentChildren
  /** What it shows is never shown again: a slip of the pointer does not close it. */
  once?: boolean
}

/** Open as long as it is drawn. */
export function Dialog({ title, onClose, children, shape = 'dialog', footer, actions, once }: DialogProps) {
  const id = useId()
  const ref = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const before = document.activeElement
    ref.current?.showModal()
    if (shape !== 'drawer' && hasKeyboard()) ref.current?.querySelector<HTMLElement>(FIRST)?.focus()
    return () => {
      ref.current?.close()
      // The element that had the focus may have been drawn anew or be gone, or go in this very turn.
      if (before instanceof HTMLElement && before.isConnected) before.focus()
      catchFocus()
    }
  }, [shape])
  return (
    <dialog
      ref={ref}
      class={`dialog dialog-${shape}`}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onMouseDown={(event) => {
        // A press on the backdrop reaches the dialog itself, never something inside it.
        if (event.target === event.currentTarget && !once) onClose()
      }}
    >
      <div class="dialog-inside">
        <header class="dialog-head">
          <h2 id={id}>{title}</h2>
          {actions}
          <IconButton icon={X} label="Close" onClick={onClose} />
        </header>
        <div class="dialog-body">{children}</div>
        {footer && <footer class="dialog-foot">{footer}</footer>}
      </div>
    </dialog>
  )
}

interface Question {
  title: string
  text: ComponentChildren
  /** Below the text, what is no text: a list. */
  more?: ComponentChildren
  /** The word on the button that goes ahead. */
  action: string
  danger?: boolean
}

const asked = signal<(Question & { answer: (yes: boolean) => void }) | null>(null)

/** Asks the owner; gives whether to go ahead. */
export const confirm = (question: Question): Promise<boolean> =>
  new Promise((resolve) => {
    asked.value?.answer(false)
    asked.value = {
      ...question,
      answer(yes) {
        asked.value = null
        resolve(yes)
      },
    }
  })

/** Where questions appear: once, at the root. */
export function Questions() {
  const question = asked.value
  if (!question) return null
  return (
    <Dialog
      title={question.title}
      onClose={() => question.answer(false)}
      footer={
        <>
          <Button onClick={() => question.answer(false)}>Cancel</Button>
          <Button kind={question.danger ? 'danger' : 'primary'} onClick={() => question.answer(true)}>
            {question.action}
          </Button>
        </>
      }
    >
      <p>{question.text}</p>
      {question.more}
    </Dialog>
  )
}
