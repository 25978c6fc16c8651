/** What is around a form that stands over the page: a dialog, a panel in the corner with its button, or a bar. */
import type { Display } from '@fieldpost/shared/display.ts'
import type { PublishedForm } from '@fieldpost/shared/form.ts'
import { sheetOf } from '../sheet.ts'
import styles from './display.css?inline'
import { closeIn } from './words.ts'

export interface Shell {
  /** Where the form is drawn. */
  body: HTMLElement
  /** Shows what stands by itself: the floating button, or the bar before it is opened. */
  stand(visible: boolean): void
  /** Opens it. The focus goes in when the visitor asked for it, and into a modal in any case. */
  open(asked: boolean): void
  /** Closes it, and gives the focus back if it has it. */
  close(): void
  /** Says that the form is on its way. */
  busy(busy: boolean): void
}

export interface Wishes {
  /** The visitor pressed the button or the bar, or Escape while it is open. */
  toggle(): void
  /** The visitor is done with it. */
  close(): void
  /** The visitor clicked beside a modal. */
  beside(): void
  /** The visitor is about to press the button. */
  near(): void
}

/** Builds it in the host's shadow root; `signal` takes it away. */
export function createShell(
  root: ShadowRoot,
  form: PublishedForm,
  { mode, side, edge, label }: Display,
  theme: string,
  wishes: Wishes,
  signal: AbortSignal,
): Shell {
  const modal = mode === 'popup'
  const on = { signal }
  const shell: HTMLElement = make(modal ? 'dialog' : 'div', `shell ${mode} ${side} ${edge}`)
  const panel = make('div', 'panel', 'panel')
  const head = make('div', 'head', 'head')
  const name = make('h2', 'name', 'name')
  const cross = make('button', 'cross', 'close')
  const body = make('div', 'body')
  const words = label || form.title
  // The button that opens it, for the modes that have one.
  const opener = make('button', 'opener', 'opener')
  const opens = mode === 'floating' || mode === 'bar'
  // What says what it is: a dialog, or for a bar, which is always there, a part of the page.
  const named = mode === 'floating' ? panel : shell

  shell.lang = form.language
  if (/^(ar|fa|he|ur)\b/.test(form.language)) panel.dir = 'rtl'
  name.id = 'fp-name'
  name.tabIndex = -1
  name.textContent = form.title
  cross.setAttribute('aria-label', closeIn(form.language))
  opener.textContent = words
  opener.setAttribute('aria-expanded', 'false')
  if (mode === 'floating') opener.setAttribute('aria-haspopup', 'dialog')
  if (mode === 'bar') named.setAttribute('aria-label', form.title)
  else named.setAttribute('aria-labelledby', name.id)
  if (!modal) {
    named.setAttribute('role', mode === 'bar' ? 'region' : 'dialog')
    // In the top layer nothing of the page is in front of it. Older browsers place it by its styles alone.
    shell.setAttribute('popover', 'manual')
  }
  head.append(mode === 'bar' ? opener : name, cross)
  panel.append(head, body)
  if (mode === 'floating') shell.append(opener)
  shell.append(panel)
  const folds = mode === 'floating' ? panel : mode === 'bar' ? body : undefined
  if (folds) folds.hidden = true
  root.adoptedStyleSheets = [theme, styles].map(sheetOf)
  root.replaceChildren(shell)

  let standing = false
  let opened = false
  /** Where the focus was before it came in here. */
  let before: EventTarget | null = null
  let pressed: EventTarget | null = null

  cross.addEventListener('click', wishes.close, on)
  opener.addEventListener('click', wishes.toggle, on)
  for (const type of ['pointerenter', 'focus'])
    opener.addEventListener(type, wishes.near, { ...on, once: true })
  shell.addEventListener(
    'focusin',
    ({ relatedTarget }) => {
      if (relatedTarget && !shell.contains(relatedTarget as Node)) before = relatedTarget
    },
    on,
  )
  if (modal) {
    // However the browser closed it.
    shell.addEventListener('close', () => opened && wishes.close(), on)
    shell.addEventListener(
      'pointerdown',
      ({ target }) => {
        pressed = target
      },
      on,
    )
    shell.addEventListener(
      'click',
      ({ target }) => {
        if (target === shell && pressed === shell) wishes.beside()
      },
      on,
    )
  } else
    shell.addEventListener(
      'keydown',
      (event) => {
        if (event.key === 'Escape' && opened && !event.defaultPrevented) wishes.toggle()
      },
      on,
    )

  function show() {
    const visible = standing || opened
    if (visible === shell.classList.contains('on')) return
    shell.classList.toggle('on', visible)
    if (!modal && shell.isConnected) visible ? shell.showPopover?.() : shell.hidePopover?.()
  }

  function fold(folded: boolean) {
    opened = !folded
    if (folds) folds.hidden = folded
    opener.setAttribute('aria-expanded', String(opened))
    show()
  }

  return {
    body,
    stand(visible) {
      standing = visible && opens
      show()
    },
    open(asked) {
      fold(false)
      if (modal) (shell as HTMLDialogElement).showModal()
      if (modal || asked) (mode === 'bar' ? opener : name).focus({ preventScroll: true })
    },
    close() {
      const focused = shell.contains(root.activeElement)
      fold(true)
      if (modal) (shell as HTMLDialogElement).close()
      else if (focused) {
        const back = standing ? opener : before
        if (back instanceof HTMLElement) back.focus({ preventScroll: true })
      }
      before = null
    },
    busy: (busy) => opener.setAttribute('aria-busy', String(busy)),
  }
}

function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  name: string,
  part = '',
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  element.className = name
  if (part) element.setAttribute('part', part)
  if (element instanceof HTMLButtonElement) element.type = 'button'
  return element
}
