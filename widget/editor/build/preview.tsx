/** The form as visitors will see it: the very code that runs on owners' pages, fed with the draft. Nothing is sent. */
import type { PublishedForm } from '@fieldpost/shared/form.ts'
import type { Scheme } from '@fieldpost/shared/palette.ts'
import { type ReadonlySignal, type Signal, useSignal, useSignalEffect } from '@preact/signals'
import { Monitor, Moon, RotateCcw, Smartphone, Sun } from 'lucide'
import { useEffect, useRef } from 'preact/hooks'
import { type Handle, mountForm } from '../../form/mount.tsx'
import type { Draft } from '../draft.ts'
import { seenScheme } from '../ui/appearance.ts'
import { IconButton } from '../ui/button.tsx'
import { Segments } from '../ui/choice.tsx'
import { Icon } from '../ui/icon.tsx'
import { publishedOf } from './published.ts'

/** What stays in sight above the field that is being edited, in CSS pixels. */
const ROOM_ABOVE = 48

const widths = [
  { value: 'desktop', label: <Icon of={Monitor} size={16} />, name: 'As wide as on a desktop' },
  { value: 'phone', label: <Icon of={Smartphone} size={16} />, name: 'As narrow as on a phone' },
] as const

const schemes = [
  { value: 'light', label: <Icon of={Sun} size={16} />, name: 'On a light page' },
  { value: 'dark', label: <Icon of={Moon} size={16} />, name: 'On a dark page' },
] as const

interface PreviewProps {
  draft: Draft
  /** The field that is being edited: it is brought into view. */
  open?: ReadonlySignal<string | null>
  /** What the page around the form is like; as the editor, until it is chosen. */
  scheme?: Signal<Scheme>
}

export function Preview({ draft, open, scheme: given }: PreviewProps) {
  const own = useSignal<Scheme>(seenScheme())
  const scheme = given ?? own
  const width = useSignal<'desktop' | 'phone'>('desktop')
  /** Counted up to begin again with an empty form. */
  const round = useSignal(0)
  return (
    <section class="preview" aria-label="Preview">
      <header class="preview-head">
        <h2>Preview</h2>
        <p class="small soft grow">Try it out. Nothing is sent from here.</p>
        <IconButton
          icon={RotateCcw}
          label="Begin again"
          onClick={() => {
            round.value++
          }}
        />
        <Segments
          label="Page of the preview"
          hideLabel
          value={scheme.value}
          options={schemes}
          onChange={(value) => {
            scheme.value = value
          }}
        />
        <Segments
          label="Width of the preview"
          hideLabel
          value={width.value}
          options={widths}
          onChange={(value) => {
            width.value = value
          }}
        />
      </header>
      <div class="preview-stage" data-scheme={scheme.value}>
        <div class={`preview-page preview-${width.value}`}>
          <MountedForm key={round.value} draft={draft} open={open} scheme={scheme} />
        </div>
      </div>
    </section>
  )
}

interface MountedProps {
  draft: Draft
  open: PreviewProps['open'] | undefined
  scheme: Signal<Scheme>
}

function MountedForm({ draft, open, scheme }: MountedProps) {
  const host = useRef<HTMLDivElement>(null)
  const handle = useRef<Handle | null>(null)
  useEffect(() => {
    if (!host.current) return
    handle.current = mountForm(host.current, {
      form: published(draft, scheme.peek()),
      send: async () => ({ outcome: 'accepted', id: 'preview' }),
    })
    return () => {
      handle.current?.destroy()
      handle.current = null
    }
  }, [draft])
  useSignalEffect(() => {
    const form = published(draft, scheme.value)
    handle.current?.update(form)
  })
  useSignalEffect(() => {
    const id = open?.value ?? null
    if (id !== null)
      void handle.current?.show(id).then((field) => field && bringIntoView(field, host.current))
  })
  return <div ref={host} />
}

/** Scrolls the stage alone: the page stays where its owner is typing. */
function bringIntoView(field: Element, host: Element | null) {
  const stage = host?.closest('.preview-stage')
  if (!stage) return
  const seen = stage.getBoundingClientRect()
  const { top, bottom } = field.getBoundingClientRect()
  if (top < seen.top || bottom > seen.bottom) stage.scrollBy({ top: top - seen.top - ROOM_ABOVE })
}

/** The draft as if it were published. A theme that follows the visitor's system follows the preview instead. */
function published(draft: Draft, scheme: Scheme): PublishedForm {
  const form = publishedOf(draft.form.value, draft.document.value)
  const { theme } = form.definition
  return theme.scheme === 'auto'
    ? { ...form, definition: { ...form.definition, theme: { ...theme, scheme } } }
    : form
}
