/** The inputs of a webhook, new or known. Every value can be left as it is but the callback URL. */
import type { FormKind } from '@fieldpost/shared/form.ts'
import { bodyFormats, contentTypes } from '@fieldpost/shared/webhook/body.ts'
import { createdEvent } from '@fieldpost/shared/webhook/event.ts'
import { presets } from '@fieldpost/shared/webhook/presets.ts'
import { webhookLimits, webhookMethods } from '@fieldpost/shared/webhook/settings.ts'
import { signatureStyles, styleNames } from '@fieldpost/shared/webhook/signature.ts'
import { type Signal, useSignal } from '@preact/signals'
import { Inbox, Plus, X } from 'lucide'
import { getInbox } from '../api.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Checkbox, ErrorText, Segments, Select, Switch, TextInput } from '../ui/field.tsx'
import { span } from '../ui/time.tsx'
import { toastError } from '../ui/toast.tsx'
import { presetOf, type Subscribable, type Values, withPreset } from './values.ts'

export interface WebhookFormProps {
  values: Signal<Values>
  /** What is wrong, by the path of the value. */
  issues: Readonly<Record<string, string>>
  kind: FormKind
  isNew: boolean
}

interface PartProps extends WebhookFormProps {
  set: (change: Partial<Values>) => void
}

export function WebhookFields(props: WebhookFormProps) {
  const { values } = props
  const set = (change: Partial<Values>) => {
    values.value = { ...values.value, ...change }
  }
  const parts = { ...props, set }
  return (
    <div class="stack-l">
      <Target {...parts} />
      <Secret {...parts} />
      <Events {...parts} />
      <PresetPicker {...parts} />
      <Advanced {...parts} />
      <Switch
        label="Active"
        help="While it is off, submissions are kept and nothing is sent."
        checked={values.value.active}
        onChange={(active) => set({ active })}
      />
    </div>
  )
}

function Target({ values, issues, set }: PartProps) {
  const busy = useSignal(false)
  async function useInbox() {
    busy.value = true
    try {
      const { url } = await getInbox()
      set({ url, ...(!values.value.name.trim() && { name: 'Built-in inbox' }) })
    } catch (error) {
      toastError(error)
    } finally {
      busy.value = false
    }
  }
  return (
    <section class="stack">
      <TextInput
        label="Callback URL"
        type="url"
        mono
        placeholder="https://example.com/webhooks/forms"
        help="Where your server listens. Public and https; redirects are not followed."
        value={values.value.url}
        error={issues.url}
        onInput={(url) => set({ url })}
      />
      <div>
        <Button size="small" icon={Inbox} busy={busy.value} onClick={() => void useInbox()}>
          Use the built-in inbox
        </Button>
      </div>
      <TextInput
        label="Name"
        help="For you, to tell it from others."
        value={values.value.name}
        error={issues.name}
        maxLength={webhookLimits.nameLength}
        onInput={(name) => set({ name })}
      />
    </section>
  )
}

const secretChoices = {
  new: [
    { value: 'made', label: 'Make one for me' },
    { value: 'given', label: 'I have one' },
    { value: 'none', label: 'Do not sign' },
  ],
  signed: [
    { value: 'kept', label: 'Keep it' },
    { value: 'given', label: 'Set another' },
    { value: 'none', label: 'Do not sign' },
  ],
  unsigned: [
    { value: 'none', label: 'Do not sign' },
    { value: 'given', label: 'I have one' },
  ],
} as const

const secretHelp: Record<Values['secretFrom'], string> = {
  made: 'A long random secret, shown to you once when the webhook is made.',
  given: 'Any text; 32 characters or more are hard to guess.',
  none: 'Anybody who learns the URL could send you made-up submissions. Fine for a first try.',
  kept: 'Deliveries go on being signed with the present secret.',
}

function Secret({ values, issues, isNew, set }: PartProps) {
  const { secretFrom, secret } = values.value
  const wasSigned = useSignal(secretFrom === 'kept')
  const options = isNew ? secretChoices.new : wasSigned.value ? secretChoices.signed : secretChoices.unsigned
  return (
    <section class="stack-s">
      <Segments
        label="Signing secret"
        value={secretFrom}
        options={options as readonly { value: Values['secretFrom']; label: string }[]}
        onChange={(value) => set({ secretFrom: value })}
      />
      <p class="input-help">{secretHelp[secretFrom]}</p>
      {secretFrom === 'given' && (
        <TextInput
          label="Your signing secret"
          mono
          autocomplete="off"
          value={secret}
          error={issues.secret}
          maxLength={webhookLimits.secretLength}
          onInput={(value) => set({ secret: value })}
        />
      )}
    </section>
  )
}

const eventWords: Partial<Record<Subscribable, { label: string; help: string }>> = {
  'form.submission.created': { label: 'A submission came in', help: 'form.submission.created' },
  'survey.response.created': { label: 'A response came in', help: 'survey.response.created' },
  'form.submission.erased': {
    label: 'A submission was deleted',
    help: 'form.submission.erased: tells your server to forget it too; carries no answers.',
  },
}

function Events({ values, issues, kind, set }: PartProps) {
  const chosen = values.value.events
  // What this form can make happen, and whatever else the webhook asks for already.
  const shown = [...new Set<Subscribable>([createdEvent(kind), 'form.submission.erased', ...chosen])]
  return (
    <fieldset class="stack-s">
      <legend class="input-label">Send when</legend>
      {shown.map((event) => (
        <Checkbox
          key={event}
          label={eventWords[event]?.label ?? event}
          help={eventWords[event]?.help}
          checked={chosen.includes(event)}
          onChange={(on) =>
            set({ events: on ? [...chosen, event] : chosen.filter((each) => each !== event) })
          }
        />
      ))}
      {issues.events && <ErrorText>{issues.events}</ErrorText>}
    </fieldset>
  )
}

function PresetPicker({ values, set }: PartProps) {
  const preset = presetOf(values.value)
  const options = presets.map(({ id, title }) => ({ value: id, label: title }))
  return (
    <Select
      label="Your receiver understands"
      help={preset?.description ?? 'Settings of your own, under “Advanced”.'}
      value={preset?.id ?? ''}
      options={preset ? options : [{ value: '', label: 'Something else' }, ...options]}
      onChange={(id) => {
        const chosen = presets.find((each) => each.id === id)
        if (chosen) values.value = withPreset(values.value, chosen)
        else set({})
      }}
    />
  )
}

const formatWords: Record<(typeof bodyFormats)[number], string> = {
  fields: 'The answers alone',
  event: 'The event, with the form around the answers',
  responses: 'A list of questions and answers',
}

const styleWords: Record<(typeof styleNames)[number], string> = {
  'sha256=hex': 'sha256= and hex, over the body',
  hex: 'hex, over the body',
  base64: 'base64, over the body',
  standard: 'Standard Webhooks: id, time and body',
}

const advancedPaths = [
  'method',
  'contentType',
  'format',
  'signature.header',
  'signature.style',
  'timeoutMs',
  'retry.maxAttempts',
  'retry.schedule',
  'headers',
]

function Advanced(props: PartProps) {
  const { values, issues, set } = props
  const now = values.value
  const hasIssue = advancedPaths.some((path) => issues[path])
  const waits = now.schedule
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(Number)
  return (
    <details class="more-settings" open={hasIssue || undefined}>
      <summary>Advanced</summary>
      <div class="stack">
        <div class="pair">
          <Select
            label="Method"
            value={now.method}
            options={webhookMethods.map((method) => ({ value: method, label: method }))}
            onChange={(method) => set({ method: method as Values['method'] })}
          />
          <Select
            label="Content type"
            value={now.contentType}
            options={contentTypes.map((type) => ({ value: type, label: type }))}
            onChange={(type) => set({ contentType: type as Values['contentType'] })}
          />
        </div>
        <Select
          label="Body"
          value={now.format}
          options={bodyFormats.map((format) => ({ value: format, label: formatWords[format] }))}
          onChange={(format) => set({ format: format as Values['format'] })}
        />
        <div class="pair">
          <Select
            label="Signature"
            value={now.signatureStyle}
            options={styleNames.map((style) => ({ value: style, label: styleWords[style] }))}
            onChange={(value) => {
              const style = value as Values['signatureStyle']
              const wasUsual = now.signatureHeader === signatureStyles[now.signatureStyle].header
              const usual = signatureStyles[style].header
              set({
                signatureStyle: style,
                ...((wasUsual || style === 'standard') && { signatureHeader: usual }),
              })
            }}
          />
          <TextInput
            label="Signature header"
            mono
            value={now.signatureHeader}
            error={issues['signature.header']}
            onInput={(signatureHeader) => set({ signatureHeader })}
          />
        </div>
        <div class="pair">
          <TextInput
            label="Timeout"
            inputMode="decimal"
            after="seconds"
            value={now.timeoutSeconds}
            error={
              issues.timeoutMs &&
              `From ${webhookLimits.timeoutMs.least / 1_000} to ${webhookLimits.timeoutMs.most / 1_000} seconds.`
            }
            onInput={(timeoutSeconds) => set({ timeoutSeconds })}
          />
          <TextInput
            label="Attempts in all"
            inputMode="numeric"
            value={now.maxAttempts}
            error={issues['retry.maxAttempts']}
            onInput={(maxAttempts) => set({ maxAttempts })}
          />
        </div>
        <TextInput
          label="Waits between attempts"
          mono
          help={
            waits.length > 0 && waits.every((wait) => wait > 0)
              ? waits.map(span).join(', ')
              : 'Seconds, separated by commas.'
          }
          value={now.schedule}
          error={issues['retry.schedule']}
          onInput={(schedule) => set({ schedule })}
        />
        <Switch
          label="Try again after 4xx answers too"
          help="Otherwise an answer like 400 or 404 ends the delivery; 408, 425 and 429 are always tried again."
          checked={now.clientErrors}
          onChange={(clientErrors) => set({ clientErrors })}
        />
        <Headers {...props} />
      </div>
    </details>
  )
}

function Headers({ values, issues, isNew, set }: PartProps) {
  const { headers } = values.value
  const change = (index: number, part: Partial<Values['headers'][number]>) =>
    set({ headers: headers.map((header, at) => (at === index ? { ...header, ...part } : header)) })
  return (
    <fieldset class="stack-s">
      <legend class="input-label">Headers of yours</legend>
      <p class="input-help">
        Added to every delivery, such as an API key.{' '}
        {!isNew && 'Values are never shown again; dots leave one as it is.'}
      </p>
      {headers.map((header, index) => (
        <div key={index} class="header-row">
          <TextInput
            label={`Name of header ${index + 1}`}
            hideLabel
            mono
            placeholder="Authorization"
            value={header.name}
            onInput={(name) => change(index, { name })}
          />
          <TextInput
            label={`Value of header ${index + 1}`}
            hideLabel
            mono
            placeholder="Bearer …"
            value={header.value}
            onInput={(value) => change(index, { value })}
          />
          <IconButton
            icon={X}
            label={`Remove header ${index + 1}`}
            onClick={() => set({ headers: headers.filter((_, at) => at !== index) })}
          />
        </div>
      ))}
      {issues.headers && <ErrorText>{issues.headers}</ErrorText>}
      <div>
        <Button
          size="small"
          icon={Plus}
          disabled={headers.length >= webhookLimits.headers}
          onClick={() => set({ headers: [...headers, { name: '', value: '' }] })}
        >
          Add a header
        </Button>
      </div>
    </fieldset>
  )
}
