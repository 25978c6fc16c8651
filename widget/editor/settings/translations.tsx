/** The form's own words in other languages, each beside the original. */
import { limits } from '@fieldpost/shared/limits.ts'
import { plainText } from '@fieldpost/shared/markdown.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import { placesOf } from '@fieldpost/shared/translate.ts'
import { useSignal } from '@preact/signals'
import { ArrowLeft, Globe, Trash2 } from 'lucide'
import type { Document } from '../document.ts'
import type { Draft } from '../draft.ts'
import { progressOf } from '../translation.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Switch } from '../ui/choice.tsx'
import { Select, TextArea, TextInput } from '../ui/field.tsx'
import { toast } from '../ui/toast.tsx'
import { languageName, languageOptions } from './languages.ts'
import { Part } from './part.tsx'

/** Texts longer than this get more than one line to write in. */
const LONG = 60

export function Translations({ draft }: { draft: Draft }) {
  const open = useSignal<string | null>(null)
  const { definition } = draft.document.value
  const tag = open.value !== null && Object.hasOwn(definition.translations, open.value) ? open.value : null
  return (
    <Part
      icon={Globe}
      title="Translations"
      about={`Visitors read the form in the language of the page that it is on, when it has that one, and in ${languageName(definition.settings.language)} otherwise.`}
    >
      {tag === null ? (
        <Overview draft={draft} choose={(chosen) => (open.value = chosen)} />
      ) : (
        <Table key={tag} draft={draft} tag={tag} close={() => (open.value = null)} />
      )}
    </Part>
  )
}

function Overview({ draft, choose }: { draft: Draft; choose: (tag: string) => void }) {
  const { definition, title } = draft.document.value
  const tags = Object.keys(definition.translations)
  const left = languageOptions(definition.settings.language).filter(
    ({ value }) => value !== definition.settings.language && !tags.includes(value),
  )
  return (
    <>
      {tags.length > 0 && (
        <ul class="translations">
          {tags.map((tag) => {
            const { done, of } = progressOf(definition, tag, title)
            return (
              <li key={tag} class="translation">
                <div>
                  <button type="button" class="text-button" onClick={() => choose(tag)}>
                    {languageName(tag)}
                  </button>
                  <p class="soft">
                    {done === of ? 'All texts' : `${done} of ${of} texts`}
                    {done < of && '; the others stay as they are'}
                  </p>
                </div>
                <Button size="small" onClick={() => choose(tag)}>
                  Translate
                </Button>
                <IconButton
                  icon={Trash2}
                  label={`Remove ${languageName(tag)}`}
                  onClick={() => {
                    draft.apply({ type: 'remove-language', tag })
                    toast(`Removed ${languageName(tag)}`, {
                      action: { label: 'Undo', run: () => draft.undo() },
                    })
                  }}
                />
              </li>
            )
          })}
        </ul>
      )}
      {tags.length < limits.languages && (
        <Select
          label="Add a language"
          value=""
          options={[{ value: '', label: 'Choose…' }, ...left]}
          onChange={(tag) => {
            if (!tag) return
            draft.apply({ type: 'add-language', tag })
            choose(tag)
          }}
        />
      )}
    </>
  )
}

function Table({ draft, tag, close }: { draft: Draft; tag: string; close: () => void }) {
  const missingOnly = useSignal(false)
  /** What was missing when the switch was turned: a text does not vanish while it is written. */
  const missing = useSignal<ReadonlySet<string>>(new Set())
  const { definition, title } = draft.document.value
  const texts = definition.translations[tag] ?? {}
  const { done, of } = progressOf(definition, tag, title)
  const places = placesOf(definition, title).filter(({ key }) => !missingOnly.value || missing.value.has(key))
  return (
    <>
      <div class="translation-head">
        <Button kind="quiet" size="small" icon={ArrowLeft} onClick={close}>
          All languages
        </Button>
        <p class="soft" role="status">
          {languageName(tag)}: {done} of {of} texts
        </p>
      </div>
      <Switch
        label="Only what is missing"
        checked={missingOnly.value}
        onChange={(only) => {
          missing.value = new Set(
            placesOf(definition, title)
              .map(({ key }) => key)
              .filter((key) => !texts[key]?.trim()),
          )
          missingOnly.value = only
        }}
      />
      {places.length === 0 && (
        <p class="soft">{of === 0 ? 'This form has no words yet.' : 'Nothing is missing.'}</p>
      )}
      <div class="translation-texts" lang={tag}>
        {places.map(({ key, text }) => {
          const props = {
            label: `${whereIs(key, draft.document.value)}: ${text}`,
            value: texts[key] ?? '',
            maxLength: limits.helpLength,
            placeholder: text,
            onInput: (value: string) => draft.apply({ type: 'translate', tag, key, text: value }),
          }
          return text.length > LONG || text.includes('\n') ? (
            <TextArea key={key} {...props} rows={3} />
          ) : (
            <TextInput key={key} {...props} />
          )
        })}
      </div>
    </>
  )
}

const parts: Readonly<Record<string, string>> = {
  label: 'Question',
  help: 'Help',
  placeholder: 'Placeholder',
  lowLabel: 'Low end',
  highLabel: 'High end',
  unit: 'Unit',
  otherLabel: 'Other',
  patternMessage: 'Message',
  options: 'Option',
  rows: 'Row',
  columns: 'Column',
  title: 'Title',
  text: 'Text',
  submitLabel: 'Button',
  closedText: 'While closed',
}

/** Where a text stands, in a few words: "Option of Colour". */
function whereIs(key: string, { definition }: Document): string {
  const [root, id, part] = key.split('.')
  if (root === 'title') return 'Form'
  if (root === 'pages') return 'Page'
  if (root === 'thanks' || root === 'endings')
    return `After sending, ${id === 'title' || part === 'title' ? 'title' : 'text'}`
  if (root === 'settings') return parts[id ?? ''] ?? 'Form'
  if (root === 'display') return 'On the button or bar'
  const field = fieldsOf(definition).find((field) => field.id === id)
  const word = parts[part ?? ''] ?? 'Text'
  const label = plainText(field?.label ?? '')
  return part === 'label' || !label ? word : `${word} of “${label}”`
}
