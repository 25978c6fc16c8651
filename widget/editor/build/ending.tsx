/** What belongs to the whole form: its button, what is said after sending, and the pages that may send. */
import { Definition } from '@fieldpost/shared/form.ts'
import { limits } from '@fieldpost/shared/limits.ts'
import { useSignal } from '@preact/signals'
import { PartyPopper, Settings2 } from 'lucide'
import * as v from 'valibot'
import { TextArea, TextInput } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { useBuilder } from './builder.ts'

export function Ending() {
  const { draft } = useBuilder()
  const { thanks, settings } = draft.document.value.definition
  return (
    <div class="stack-s">
      <details class="form-part">
        <summary>
          <span class="kind-icon">
            <Icon of={PartyPopper} />
          </span>
          <span class="field-words">
            <span class="field-name">After sending</span>
            <span class="form-part-about">
              {thanks.redirect ? `Goes to ${thanks.redirect}` : thanks.title}
            </span>
          </span>
        </summary>
        <div class="field-panel">
          <TextInput
            label="Title"
            value={thanks.title}
            maxLength={limits.titleLength}
            onInput={(title) => draft.apply({ type: 'change-thanks', change: { title } })}
          />
          <TextArea
            label="Text"
            value={thanks.text}
            maxLength={limits.helpLength}
            onInput={(text) => draft.apply({ type: 'change-thanks', change: { text } })}
          />
          <Redirect />
        </div>
      </details>
      <details class="form-part">
        <summary>
          <span class="kind-icon">
            <Icon of={Settings2} />
          </span>
          <span class="field-words">
            <span class="field-name">Button and allowed pages</span>
            <span class="form-part-about">
              {settings.submitLabel || 'Send'} ·{' '}
              {settings.origins.length === 0 ? 'every page' : originCount(settings.origins)}
            </span>
          </span>
        </summary>
        <div class="field-panel">
          <TextInput
            label="Words on the button"
            help="When empty, the word for “send” in the visitor’s language."
            value={settings.submitLabel}
            maxLength={limits.titleLength}
            onInput={(submitLabel) => draft.apply({ type: 'change-settings', change: { submitLabel } })}
          />
          <Origins />
        </div>
      </details>
    </div>
  )
}

const originCount = (origins: readonly string[]) =>
  origins.length === 1 ? 'one site' : `${origins.length} sites`

function Redirect() {
  const { draft } = useBuilder()
  const { thanks } = draft.document.value.definition
  const typed = useSignal<{ text: string; error: string } | null>(null)
  return (
    <TextInput
      label="Redirect"
      type="url"
      mono
      help="Optional: a page of yours where visitors go instead of seeing the thanks."
      placeholder="https://example.com/thanks"
      value={typed.value?.text ?? thanks.redirect ?? ''}
      error={typed.value?.error}
      onInput={(text) => {
        const redirect = text.trim() || null
        const isWeb = redirect === null || (/^https?:\/\//i.test(redirect) && URL.canParse(redirect))
        const error = isWeb ? '' : 'A redirect is an http or https address, like https://example.com/thanks.'
        typed.value = { text, error }
        if (!error) draft.apply({ type: 'change-thanks', change: { redirect } })
      }}
      onBlur={() => {
        if (!typed.value?.error) typed.value = null
      }}
    />
  )
}

function Origins() {
  const { draft } = useBuilder()
  const { definition } = draft.document.value
  const typed = useSignal<{ text: string; error: string } | null>(null)
  return (
    <TextArea
      label="Sites that may send"
      help="One per line, like https://example.com. Every page may send when there is none."
      mono
      value={typed.value?.text ?? definition.settings.origins.join('\n')}
      {...(typed.value?.error && { error: typed.value.error })}
      onInput={(text) => {
        const origins = text
          .split(/\s+/)
          .filter(Boolean)
          // People paste whole addresses; their origin is what is meant.
          .map((line) => (/^https?:\/\//i.test(line) && URL.parse(line)?.origin) || line)
        const checked = v.safeParse(Definition, {
          ...definition,
          settings: { ...definition.settings, origins },
        })
        const error = checked.success ? '' : checked.issues[0].message
        typed.value = { text, error }
        if (!error) draft.apply({ type: 'change-settings', change: { origins } })
      }}
    />
  )
}
