/** What a webhook sends, for who writes its receiver: an example, TypeScript types, and a JSON Schema. */
import type { Form, List, Payload, VersionSummary, Webhook } from '@fieldpost/shared/resources.ts'
import { eventTypes } from '@fieldpost/shared/webhook/event.ts'
import { useSignal } from '@preact/signals'
import { Download, TriangleAlert } from 'lucide'
import { getPayload, listVersions, payloadFile } from '../api.ts'
import { LinkButton } from '../ui/button.tsx'
import { Segments } from '../ui/choice.tsx'
import { CopyButton } from '../ui/copy.tsx'
import { Select } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { Show, Skeleton, useLoad } from '../ui/load.tsx'

const sides = [
  { value: 'example', label: 'Example' },
  { value: 'types', label: 'TypeScript' },
  { value: 'schema', label: 'JSON Schema' },
] as const
type Side = (typeof sides)[number]['value']

const DRAFT = 'draft'
/** Lines of a text that are shown at once; it scrolls beyond. */
const MOST_ROWS = 28

export function PayloadView({ webhook, form }: { webhook: Webhook; form: Form }) {
  const taken = eventTypes.filter((event) => webhook.events.includes(event))
  const events = [...taken, 'webhook.test'] as const
  const event = useSignal<string>(events[0])
  /** Empty for the newest. */
  const version = useSignal('')
  const side = useSignal<Side>('example')
  const asked = { webhook: webhook.id, event: event.value, version: version.value }
  const isDraft = version.value === DRAFT || form.version === null
  const versions = useLoad(`versions of ${form.id}: ${form.version}`, (signal) =>
    listVersions(form.id, signal),
  )
  const key = [...Object.values(asked), form.version, isDraft && form.revision].join(' ')
  const payload = useLoad(key, (signal) => getPayload(form.id, asked, signal))
  return (
    <section class="card card-form payload" aria-label="Payload">
      <p class="soft">
        What this webhook sends as <code>{webhook.format}</code>
        {webhook.contentType !== 'application/json' && ', form-urlencoded'}. Fields are required here only
        where no visitor can leave them out.
      </p>
      <Show of={versions} loading={<Skeleton lines={1} />}>
        {(list) => (
          <div class="pair">
            <Select
              label="Event"
              value={event.value}
              options={[
                ...events.map((value) => ({ value, label: value })),
                { value: 'all', label: 'All of these' },
              ]}
              onChange={(value) => {
                event.value = value
              }}
            />
            <Select
              label="Version of the form"
              value={version.value}
              options={versionOptions(form, list)}
              onChange={(value) => {
                version.value = value
              }}
            />
          </div>
        )}
      </Show>
      {isDraft && (
        <div class="banner banner-warn">
          <Icon of={TriangleAlert} />
          <div>
            <strong>
              {form.version === null ? 'This form is not published yet.' : 'This is the draft.'}
            </strong>
            <p>It shows what would be sent if it were published now, and changes with every edit.</p>
          </div>
        </div>
      )}
      <Segments
        label="Show"
        hideLabel
        value={side.value}
        options={sides}
        onChange={(value) => {
          side.value = value
        }}
      />
      <Show of={payload} loading={<Skeleton lines={4} />}>
        {(data) => <Shown payload={data} side={side.value} formId={form.id} asked={asked} />}
      </Show>
    </section>
  )
}

function versionOptions(form: Form, { items }: List<VersionSummary>) {
  const [newest, ...older] = items
  const label = ({ version, publishedAt }: VersionSummary) =>
    `Version ${version}, ${new Date(publishedAt).toLocaleDateString()}`
  const draft = { value: DRAFT, label: 'The draft' }
  if (!newest) return [{ ...draft, value: '' }]
  return [
    { value: '', label: `${label(newest)} (newest)` },
    ...older.map((summary) => ({ value: String(summary.version), label: label(summary) })),
    ...(form.changed ? [draft] : []),
  ]
}

interface ShownProps {
  payload: Payload
  side: Side
  formId: string
  asked: Parameters<typeof payloadFile>[2]
}

function Shown({ payload, side, formId, asked }: ShownProps) {
  const { text, name, href } = views[side](payload, formId, asked)
  return (
    <div class="stack-s">
      <div class="payload-head">
        <p class="small soft">{aboutOf(payload, side)}</p>
        <div class="row">
          <CopyButton text={text} label={name} />
          <LinkButton size="small" icon={Download} href={href} download={name}>
            Download
          </LinkButton>
        </div>
      </div>
      {/* An input, so that the keyboard reaches it, scrolls it, and selects all of it and nothing else. */}
      <textarea
        class="code payload-code"
        aria-label={name}
        readOnly
        spellcheck={false}
        rows={Math.min(text.split('\n').length + 1, MOST_ROWS)}
        value={text}
      />
    </div>
  )
}

function aboutOf({ real, contentType }: Payload, side: Side): string {
  if (side === 'types') return 'Types that stand alone: save them beside your receiver.'
  if (side === 'schema') return 'Draft 2020-12: for validators, and to make types in other languages.'
  const source = real ? 'A submission that came in.' : 'Made up from the form’s settings.'
  return contentType === 'application/json' ? `${source} It is sent without the spaces.` : source
}

const views: Record<
  Side,
  (payload: Payload, formId: string, asked: ShownProps['asked']) => Record<'text' | 'name' | 'href', string>
> = {
  example({ example, contentType }) {
    const isJson = contentType === 'application/json'
    const text = isJson ? JSON.stringify(JSON.parse(example), null, 2) : example
    return {
      text,
      name: isJson ? 'payload.example.json' : 'payload.example.txt',
      href: `data:${contentType},${encodeURIComponent(text.toWellFormed())}`,
    }
  },
  types: ({ types }, formId, asked) => ({
    text: types,
    name: 'payload.d.ts',
    href: payloadFile(formId, 'd.ts', asked),
  }),
  schema: ({ schema }, formId, asked) => ({
    text: JSON.stringify(schema, null, 2),
    name: 'payload.schema.json',
    href: payloadFile(formId, 'schema.json', asked),
  }),
}
