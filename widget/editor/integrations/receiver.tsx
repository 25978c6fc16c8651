import type { Webhook } from '@fieldpost/shared/resources.ts'
import { Segments } from '../ui/choice.tsx'
import { Code } from '../ui/copy.tsx'
import { chosenLanguage } from './mends.ts'
import { languages, receiverCode } from './receivers.ts'

/** A receiver to copy, in the language that the owner chooses. */
export function Receiver({ signature }: { signature: Webhook['signature'] }) {
  const language = languages.find(({ id }) => id === chosenLanguage.value)
  if (!language) return null
  return (
    <div class="stack">
      <p class="soft">
        A whole receiver without dependencies. It checks <code>{signature.header}</code> over the raw body,
        and answers 204 only to what is genuine. The same delivery may come more than once: keep the{' '}
        <code>X-Webhook-Id</code> of what you have, and pass over what you know.
        {signature.style === 'standard'
          ? ' It refuses what was signed more than five minutes ago. While you rotate the secret, both signatures are in the header.'
          : ' While you rotate the secret, a refused delivery comes again at once with the other secret’s signature.'}
      </p>
      <Segments
        label="Language"
        hideLabel
        value={chosenLanguage.value}
        options={languages.map(({ id, label }) => ({ value: id, label }))}
        onChange={(id) => {
          chosenLanguage.value = id
        }}
      />
      <Code text={receiverCode(language, signature)} label={language.file} />
      <Code text={language.run} label="the command that starts it" />
    </div>
  )
}
