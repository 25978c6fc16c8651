/** The Design tab: looks to begin with, colours, shapes, and the form as it is with them. */
import { lowContrasts, type Scheme } from '@fieldpost/shared/palette.ts'
import type { Theme } from '@fieldpost/shared/theme.ts'
import { useSignal, useSignalEffect } from '@preact/signals'
import { TriangleAlert, WandSparkles } from 'lucide'
import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'
import { Preview } from '../build/preview.tsx'
import { publishing } from '../build/publishing.ts'
import type { DesignCommand, ThemeChange } from '../document/design.ts'
import type { Draft } from '../draft.ts'
import { seenScheme } from '../ui/appearance.ts'
import { Button } from '../ui/button.tsx'
import { Checkbox, Segments } from '../ui/choice.tsx'
import { Icon } from '../ui/icon.tsx'
import { Colors } from './colors.tsx'
import { fixed } from './fix.ts'
import { Gallery } from './gallery.tsx'
import { SchemeChoice, Shape } from './shape.tsx'

const sides = [
  { value: 'fields', label: 'Design' },
  { value: 'preview', label: 'Preview' },
] as const

export function DesignTab({ draft }: { draft: Draft }) {
  const { theme } = draft.document.value.definition
  const scheme = useSignal<Scheme>(seenScheme())
  const side = useSignal<'fields' | 'preview'>('fields')
  const apply = (command: DesignCommand) => draft.apply(command)
  const change = (change: ThemeChange) => apply({ type: 'change-theme', change })
  const set = (theme: Theme) => apply({ type: 'set-theme', theme })
  return (
    <div class="build" data-side={side.value} data-document>
      <div class="build-sides">
        <Segments
          label="Show"
          hideLabel
          value={side.value}
          options={sides}
          onChange={(value) => {
            side.value = value
          }}
        />
      </div>
      <div class="build-fields design">
        <LowContrast theme={theme} set={set} change={change} formId={draft.form.value.id} />
        <Part title="Look">
          <Gallery theme={theme} set={set} />
        </Part>
        <Part title="Colours">
          <SchemeChoice theme={theme} change={change} />
          <Colors theme={theme} scheme={scheme} apply={apply} />
        </Part>
        <Part title="Type and shape">
          <Shape theme={theme} change={change} />
        </Part>
      </div>
      <Preview draft={draft} scheme={scheme} />
    </div>
  )
}

const Part = ({ title, children }: { title: string; children: ComponentChildren }) => (
  <section class="card card-form">
    <h2>{title}</h2>
    {children}
  </section>
)

interface LowContrastProps {
  formId: string
  theme: Theme
  set: (theme: Theme) => void
  change: (change: ThemeChange) => void
}

/** What some visitors cannot read, and the owner's word that it shall be so all the same. */
function LowContrast({ formId, theme, set, change }: LowContrastProps) {
  const banner = useRef<HTMLDivElement>(null)
  const low = lowContrasts(theme)
  // Publishing is asked for at the top of the screen, wherever this is scrolled to.
  useSignalEffect(() => {
    if (publishing.isShown(formId)) banner.current?.focus()
  })
  if (low.length === 0) return null
  return (
    <div
      ref={banner}
      class={theme.lowContrast ? 'banner banner-warn low-contrast' : 'banner banner-bad low-contrast'}
      role="status"
      tabIndex={-1}
    >
      <Icon of={TriangleAlert} />
      <div class="stack-s">
        <strong>
          {low.length === 1 ? 'One pair of colours is' : `${low.length} pairs of colours are`} hard to read
        </strong>
        <p>
          {theme.lowContrast
            ? 'Some visitors will not be able to read this form.'
            : 'Some visitors would not be able to read this form, so it is not published like this. The colours below say which.'}
        </p>
        <Checkbox
          label="Publish these colours all the same"
          checked={theme.lowContrast ?? false}
          onChange={(word) => change({ lowContrast: word || undefined })}
        />
      </div>
      <Button size="small" icon={WandSparkles} onClick={() => set(fixed(theme))}>
        Fix all
      </Button>
    </div>
  )
}
