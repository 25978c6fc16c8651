import type { Webhook } from '@fieldpost/shared/resources.ts'
import { useSignal } from '@preact/signals'
import { Segments } from '../ui/choice.tsx'
import { Code } from '../ui/copy.tsx'
import { languages, receiverCode } from './receivers.ts'

/** A receiver to copy, in the language that the owner chooses. */
export function Receiver({ signature }: { signature: Webhook['signature'] }) {
  const chosen = useSignal(languages[0]?.id ?? 'node')
  const language = languages.find(({ id }) => id === chosen.value)
  if (!language) return null
  return (
    <div class="stack">
      <p class="soft">
        A whole receiver without dependencies. It checks <code>{signature.header}</code> over the raw body,
        and answers 204 only to what is genuine.
      </p>
      <Segments
        label="Language"
        hideLabel
        value={chosen.value}
        options={languages.map(({ id, label }) => ({ value: id, label }))}
        onChange={(id) => {
          chosen.value = id
        }}
      />
      <Code text={receiverCode(language, signature)} label={language.file} />
      <Code text={language.run} label="the command that starts it" />
    </div>
  )
}
