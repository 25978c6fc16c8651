/** What belongs to the whole form: its button, what is said after sending, and the pages that may send. */
import { Definition } from '@fieldpost/shared/form.ts'
import { limits } from '@fieldpost/shared/limits.ts'
import { ChevronDown, PartyPopper, Settings2 } from 'lucide'
import * as v from 'valibot'
import { TextArea, TextInput } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { useTyped } from '../ui/typed.ts'
import { useBuilder } from './builder.ts'
import { Redirect } from './redirect.tsx'

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
          <Icon of={ChevronDown} class="chevron" />
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
          <Redirect
            value={thanks.redirect}
            set={(redirect) => draft.apply({ type: 'change-thanks', change: { redirect } })}
          />
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
          <Icon of={ChevronDown} class="chevron" />
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

function Origins() {
  const { draft } = useBuilder()
  const { definition } = draft.document.value
  const typed = useTyped({
    value: definition.settings.origins,
    set: (origins) => draft.apply({ type: 'change-settings', change: { origins } }),
    format: (origins) => origins.join('\n'),
    parse: (text) => {
      const origins = text
        .split(/\s+/)
        .filter(Boolean)
        // People paste whole addresses; their origin is what is meant.
        .map((line) => (/^https?:\/\//i.test(line) && URL.parse(line)?.origin) || line)
      const checked = v.safeParse(Definition, {
        ...definition,
        settings: { ...definition.settings, origins },
      })
      return checked.success ? { value: origins } : { error: checked.issues[0].message }
    },
  })
  return (
    <TextArea
      {...typed}
      label="Sites that may send"
      help="One per line, like https://example.com. Every page may send when there is none."
      mono
    />
  )
}
