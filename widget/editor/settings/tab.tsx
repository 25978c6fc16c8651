/** The Settings tab: how a form is gone through, when it is open, and what is kept of those who do not finish. */
import type { Definition } from '@fieldpost/shared/form.ts'
import { limits } from '@fieldpost/shared/limits.ts'
import { CalendarClock, HardDrive, Languages, ListOrdered } from 'lucide'
import type { Draft } from '../draft.ts'
import { OptionalNumber } from '../fields/parts.tsx'
import { Segments, Switch } from '../ui/choice.tsx'
import { Select, TextArea, TextInput } from '../ui/field.tsx'
import { languageOptions } from './languages.ts'
import { fromLocal, toLocal, zoneName } from './moment.ts'
import { Part } from './part.tsx'
import { Translations } from './translations.tsx'

/** Longest that a partial submission may wait for its visitor, in minutes: a week. */
const MOST_MINUTES = 10_080
const USUAL_MINUTES = 30

interface PartProps {
  settings: Definition['settings']
  change: (change: Partial<Definition['settings']>) => void
}

export function SettingsTab({ draft }: { draft: Draft }) {
  const { settings } = draft.document.value.definition
  const change: PartProps['change'] = (change) => draft.apply({ type: 'change-settings', change })
  return (
    <div class="stack-l" data-document>
      <Way settings={settings} change={change} />
      <Times settings={settings} change={change} />
      <Keeping settings={settings} change={change} />
      <Language settings={settings} change={change} />
      <Translations draft={draft} />
    </div>
  )
}

function Way({ settings, change }: PartProps) {
  return (
    <Part icon={ListOrdered} title="Going through it" about="What a visitor sees at a time.">
      <Segments
        label="One step is"
        value={settings.steps}
        options={[
          { value: 'pages', label: 'A page' },
          { value: 'questions', label: 'One question' },
        ]}
        onChange={(steps) => change({ steps })}
      />
      <Switch
        label="Show how far it is"
        help="A bar and “Step 2 of 4” above the questions, when there is more than one step."
        checked={settings.progress}
        onChange={(progress) => change({ progress })}
      />
    </Part>
  )
}

function Times({ settings, change }: PartProps) {
  const { opensAt, closesAt } = settings
  const backwards = opensAt && closesAt && Date.parse(closesAt) <= Date.parse(opensAt)
  return (
    <Part
      icon={CalendarClock}
      title="When it is open"
      about="Outside these times, and when it is full, visitors read the words below in place of the form."
    >
      <div class="pair">
        <TextInput
          label="Opens"
          type="datetime-local"
          help={`${zoneName()}. Open at once when empty.`}
          value={toLocal(opensAt)}
          onInput={(text) => change({ opensAt: fromLocal(text) })}
        />
        <TextInput
          label="Closes"
          type="datetime-local"
          help="Never closes by itself when empty."
          error={backwards ? 'It closes before it opens, so nobody could send anything.' : ''}
          value={toLocal(closesAt)}
          onInput={(text) => change({ closesAt: fromLocal(text) })}
        />
      </div>
      <OptionalNumber
        label="Closes after so many submissions"
        value={settings.quota ?? undefined}
        min={1}
        whole
        placeholder="Any number"
        set={(quota) => change({ quota: quota ?? null })}
      />
      <TextArea
        label="What visitors read while it is closed"
        help="When empty, a plain sentence in the visitor’s language."
        value={settings.closedText}
        maxLength={limits.helpLength}
        onInput={(closedText) => change({ closedText })}
      />
    </Part>
  )
}

function Keeping({ settings, change }: PartProps) {
  return (
    <Part
      icon={HardDrive}
      title="Answers on their way"
      about="Nothing is kept in a visitor’s browser before they act, and nothing for more than 7 days."
    >
      <Switch
        label="Send later what could not be sent"
        help="Without a network the answers wait in the visitor’s browser, which sends them once when it can."
        checked={settings.queue}
        onChange={(queue) => change({ queue })}
      />
      <Switch
        label="Let visitors go on where they stopped"
        help="Their browser keeps what they have filled in until they send it. Not for computers that strangers share."
        checked={settings.draft}
        onChange={(draft) => change({ draft })}
      />
      <Switch
        label="Keep answers of visitors who do not finish"
        help="They are stored step by step, marked as partial. Say so on your form where the law asks for it."
        checked={settings.partial}
        onChange={(partial) => change({ partial })}
      />
      {settings.partial && (
        <OptionalNumber
          label="Counts as given up after so many minutes"
          value={settings.partialMinutes}
          min={1}
          max={MOST_MINUTES}
          whole
          set={(minutes) => change({ partialMinutes: minutes ?? USUAL_MINUTES })}
        />
      )}
    </Part>
  )
}

function Language({ settings, change }: PartProps) {
  return (
    <Part
      icon={Languages}
      title="Language"
      about="Buttons, hints and messages speak the language in which the form is written."
    >
      <Select
        label="This form is written in"
        value={settings.language}
        options={languageOptions(settings.language)}
        onChange={(language) => change({ language })}
      />
    </Part>
  )
}
