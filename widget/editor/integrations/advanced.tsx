/** What most webhooks leave as it is: how it is sent, signed, and tried again, and headers of the owner's own. */
import { bodyFormats, contentTypes } from '@fieldpost/shared/webhook/body.ts'
import { webhookLimits, webhookMethods } from '@fieldpost/shared/webhook/settings.ts'
import { signatureStyles, styleNames } from '@fieldpost/shared/webhook/signature.ts'
import { Plus, X } from 'lucide'
import { Button, IconButton } from '../ui/button.tsx'
import { Switch } from '../ui/choice.tsx'
import { ErrorText, Select, TextInput } from '../ui/field.tsx'
import { span } from '../ui/time.tsx'
import type { PartProps } from './form.tsx'
import type { Values } from './values.ts'

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

export function Advanced(props: PartProps) {
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
