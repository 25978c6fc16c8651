/** The Build tab: pages and fields on the one side, the form as visitors will see it on the other. */
import { publishIssues } from '@fieldpost/shared/publish.ts'
import { useComputed, useSignal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import type { Draft } from '../draft.ts'
import { Segments } from '../ui/choice.tsx'
import { useLoad } from '../ui/load.tsx'
import { BuilderProvider, createBuilder } from './builder.ts'
import { Ending } from './ending.tsx'
import { Missing } from './missing.tsx'
import { Pages } from './pages.tsx'
import { Preview } from './preview.tsx'
import { publishing } from './publishing.ts'
import { loadReceivers } from './receivers.ts'

const sides = [
  { value: 'fields', label: 'Fields' },
  { value: 'preview', label: 'Preview' },
] as const

export function BuildTab({ draft }: { draft: Draft }) {
  const formId = draft.form.value.id
  const issues = useComputed(() =>
    publishing.isShown(formId) ? publishIssues(draft.document.value.definition) : [],
  )
  const { version } = draft.form.value
  // Nobody waits for it, and nothing is lost when it fails: publishing asks again.
  const loaded = useLoad(`receivers of ${formId}: ${version}`, (signal) =>
    loadReceivers({ id: formId, version }, signal),
  )
  const receivers = useComputed(() => {
    const now = loaded.value.value
    return now.state === 'ready' ? now.data : null
  })
  const builder = useMemo(() => createBuilder(draft, issues, receivers), [draft, issues, receivers])
  /** Which side a small screen shows; a large one shows both. */
  const side = useSignal<'fields' | 'preview'>('fields')
  return (
    <BuilderProvider value={builder}>
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
        <div class="build-fields">
          <Missing />
          <Pages />
          <Ending />
        </div>
        <Preview draft={draft} open={builder.open} />
      </div>
    </BuilderProvider>
  )
}
