/**
 * A form that is not inline: it comes over the page, when its triggers and the page's address say so, as often as
 * its owner wants. The loader imports this for such places; the form's own script is loaded when it is to open.
 */
import type { PublishedForm } from '@fieldpost/shared/form.ts'
import type { Theme } from '@fieldpost/shared/theme.ts'
import type { EventName } from '../mount.tsx'
import { isAmong } from './address.ts'
import { displayOf } from './attributes.ts'
import { mayCome, memoryOf } from './frequency.ts'
import { createShell } from './shell.ts'
import { watchTriggers } from './triggers.ts'
import { createTurns, type Turn } from './turns.ts'

/** What a theme means, a script that the form loads too; its name has a hash and is put in by the build. */
declare const THEME_ASSET: string

/** A modal does not come between a visitor and what they write: this long after the last key. */
const QUIET_MS = 3_000

export type Arm = typeof arm

export interface Place {
  /** Whose attributes say how the form comes. */
  element: Element
  /** Has a shadow root. */
  host: HTMLElement
  form: PublishedForm
  mode: string
  /** Draws the form until the signal takes it away; whether it is there. If not, it says so to the visitor. */
  draw(until: AbortSignal, into: HTMLElement): Promise<boolean>
  emit(event: EventName): void
}

/** What calls can do with it. */
export interface Doors {
  open(): void
  close(): void
}

/** One for all displays of the page. */
const turns = createTurns(Date.now, (call, ms) => setTimeout(call, ms))

/** Gets a form ready to come, until `signal` takes it away. Never rejects. */
export async function arm(place: Place, signal: AbortSignal): Promise<Doors> {
  const { host, form, emit } = place
  const theme = await themeOf(form.definition.theme)
  const doors = { open: () => void open(true), close: () => close(false) }
  if (signal.aborted) return doors

  const display = displayOf(form.definition.display, place.mode, place.element)
  const { mode, urls, frequency, triggers } = display
  const memory = memoryOf(form.id, frequency, () => (frequency === 'session' ? sessionStorage : localStorage))
  /** What of it is on this page without being asked for: the button, the bar with its words. */
  const stands = mode === 'floating' || (mode === 'bar' && triggers.length === 0)
  let opened = false
  /** Was open since the visitor came to this page: it does not come by itself again. */
  let came = false
  let dismissed = false
  let started = false
  let sent = false
  let typed = 0
  /** Ends what is drawn. */
  let drawn = new AbortController()
  let ready: Promise<boolean> | undefined

  const wanted = () => !form.closed && isAmong(urls, location.href)
  const may = () => mayCome(frequency, memory.read(), Date.now())
  const turn: Turn = {
    ready: () => !opened && !came && !document.hidden && host.isConnected && wanted() && may(),
    come: () => void open(false),
    aside: () => close(false),
  }

  const shell = createShell(
    host.shadowRoot as ShadowRoot,
    form,
    display,
    theme,
    {
      // A bar that is folded is still there.
      toggle: () => (opened ? close(mode !== 'bar' || !stands) : void open(true)),
      close() {
        dismissed = true
        close(true)
      },
      // Who has begun to answer has only missed the form.
      beside: () => (!started || sent) && close(true),
      near: () => void prepare(),
    },
    signal,
  )

  function stand() {
    shell.stand(stands && wanted() && (mode === 'floating' || (!dismissed && may())))
  }

  function prepare() {
    ready ??= place.draw(drawn.signal, shell.body)
    return ready
  }

  async function quiet() {
    while (mode === 'popup' && opened && Date.now() - typed < QUIET_MS)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, QUIET_MS)
        signal.addEventListener('abort', () => {
          clearTimeout(timer)
          opened = false
          resolve()
        })
      })
  }

  function forget() {
    drawn.abort()
    drawn = new AbortController()
    ready = undefined
    started = sent = false
    shell.body.replaceChildren()
  }

  async function open(asked: boolean) {
    if (opened) return
    opened = came = true
    // Bars leave room for others, and others for them.
    if (asked && mode !== 'bar') turns.take(turn)
    shell.busy(true)
    const is = await prepare()
    shell.busy(false)
    if (!is) ready = undefined
    if (!asked) await quiet()
    if (!opened || signal.aborted || !host.isConnected) return
    if (asked || (is && wanted())) shell.open(asked)
    else {
      // Nobody has missed it yet.
      opened = false
      turns.leave(turn)
    }
  }

  function close(byVisitor: boolean) {
    if (byVisitor && !sent) memory.write('closed', Date.now())
    const was = opened
    opened = false
    shell.close()
    stand()
    turns.leave(turn)
    if (was || byVisitor) emit('close')
    // The next time it is asked for, it is a new one.
    if (sent) forget()
  }

  function ripe() {
    if (document.hidden) document.addEventListener('visibilitychange', ripe, { signal, once: true })
    else if (mode !== 'bar') turns.ask(turn)
    else if (turn.ready()) void open(false)
  }

  const on = { signal }
  host.addEventListener(
    'fieldpost:start',
    () => {
      started = true
    },
    on,
  )
  host.addEventListener(
    'fieldpost:submit',
    () => {
      sent = true
      memory.write('sent', Date.now())
    },
    on,
  )
  document.addEventListener(
    'keydown',
    () => {
      typed = Date.now()
    },
    { signal, capture: true, passive: true },
  )
  // The form does the same, but the button is there before it.
  for (const type of ['keydown', 'keypress', 'keyup'])
    host.addEventListener(type, (event) => event.stopPropagation(), on)
  signal.addEventListener('abort', () => {
    drawn.abort()
    turns.drop(turn)
  })
  stand()
  watchTriggers(
    triggers,
    {
      ripe,
      clicked: () => isAmong(urls, location.href) && void open(true),
      turned() {
        came = dismissed = false
        stand()
      },
    },
    signal,
  )
  return doors
}

/** A theme's sheet, empty where there is none; the button has its colours before the form is loaded. */
async function themeOf(theme: Theme): Promise<string> {
  if (Object.keys(theme).length === 0) return ''
  const script: string = THEME_ASSET
  const loaded: Promise<typeof import('../theme.ts')> = import(/* @vite-ignore */ script)
  return loaded.then(
    ({ themeCss }) => themeCss(theme),
    () => '',
  )
}
