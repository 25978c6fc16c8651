/** The inputs of a webhook, new or known. Every value can be left as it is but the callback URL. */

import type { Form } from '@fieldpost/shared/resources.ts'
import { createdEvent } from '@fieldpost/shared/webhook/event.ts'
import { presets } from '@fieldpost/shared/webhook/presets.ts'
import { webhookLimits } from '@fieldpost/shared/webhook/settings.ts'
import { type Signal, useSignal } from '@preact/signals'
import { Inbox } from 'lucide'
import { getInbox } from '../api.ts'
import { Button } from '../ui/button.tsx'
import { Checkbox, Segments, Switch } from '../ui/choice.tsx'
import { ErrorText, Select, TextInput } from '../ui/field.tsx'
import { toastError } from '../ui/toast.tsx'
import { Advanced } from './advanced.tsx'
import { OnlyWhen } from './only-when.tsx'
import { presetOf, type Subscribable, type Values, withPreset } from './values.ts'

export interface WebhookFormProps {
  values: Signal<Values>
  /** What is wrong, by the path of the value. */
  issues: Readonly<Record<string, string>>
  form: Form
  isNew: boolean
}

export interface PartProps extends WebhookFormProps {
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
      <OnlyWhen {...parts} />
      <PresetPicker {...parts} />
      <Advanced {...parts} />
      <Switch
        label="Active"
        help="While it is off, nothing is sent, and what comes in meanwhile is never sent to it, not even later."
        checked={values.value.active}
        onChange={(active) => set({ active })}
      />
    </div>
  )
}

function Target({ values, issues, set }: PartProps) {
  const busy = useSignal(false)
  const { listen } = values.value
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
        label={listen ? 'Forwarded to' : 'Callback URL'}
        type="url"
        mono
        placeholder="https://example.com/webhooks/forms"
        help={
          listen
            ? 'On the machine that runs fieldpost listen. The relay never calls it.'
            : 'Where your server listens. Public and https; redirects are not followed.'
        }
        value={values.value.url}
        error={issues.url}
        onInput={(url) => set({ url })}
      />
      {!listen && (
        <div>
          <Button size="small" icon={Inbox} busy={busy.value} onClick={() => void useInbox()}>
            Use the built-in inbox
          </Button>
        </div>
      )}
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
      <p class="input-help">
        {secretHelp[secretFrom]}
        {secretFrom === 'given' &&
          wasSigned.value &&
          ' It signs alone from the moment you save: rotate the secret instead, in the menu above, to give your receiver a day.'}
      </p>
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

const eventWords: Record<Subscribable, { label: string; help: string }> = {
  'form.submission.created': { label: 'A submission came in', help: 'form.submission.created' },
  'survey.response.created': { label: 'A response came in', help: 'survey.response.created' },
  'form.submission.partial': {
    label: 'A visitor left without finishing',
    help: 'form.submission.partial: what there was of the answers, once the time in the form’s settings has passed.',
  },
  'form.submission.flagged': {
    label: 'A submission was held back as spam',
    help: 'form.submission.flagged: nothing is held back yet, so this never happens.',
  },
  'form.submission.erased': {
    label: 'A submission was deleted',
    help: 'form.submission.erased: tells your server to forget it too; carries no answers.',
  },
}

const noPartials =
  'form.submission.partial: this form keeps no unfinished answers, so this never happens. Its settings can change that.'

function Events({ values, issues, form, set }: PartProps) {
  const chosen = values.value.events
  // What this form can make happen, and whatever else the webhook asks for already.
  const { partial } = form.definition.settings
  const shown = new Set<Subscribable>([
    createdEvent(form.kind),
    ...(partial ? (['form.submission.partial'] as const) : []),
    'form.submission.erased',
    ...chosen,
  ])
  return (
    <fieldset class="stack-s">
      <legend class="input-label">Send when</legend>
      {[...shown].map((event) => (
        <Checkbox
          key={event}
          label={eventWords[event].label}
          help={event === 'form.submission.partial' && !partial ? noPartials : eventWords[event].help}
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
