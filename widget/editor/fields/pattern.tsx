/** What a short text must look like: a ready pattern or one of the owner's, tried out as it is written. */
import { patternIssue } from '@fieldpost/shared/fields/pattern.ts'
import { wholePattern } from '@fieldpost/shared/fields/whole-pattern.ts'
import { limits } from '@fieldpost/shared/limits.ts'
import { useSignal } from '@preact/signals'
import { CircleCheck, CircleX } from 'lucide'
import type { FieldChange } from '../document/fields.ts'
import { Select, TextInput } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { useTyped } from '../ui/typed.ts'
import patterns from './patterns.json'

const OWN = 'own'

interface PatternSettingsProps {
  field: { pattern?: string | undefined; patternMessage?: string | undefined }
  change: (change: FieldChange) => void
}

export function PatternSettings({ field, change }: PatternSettingsProps) {
  /** The owner is about to write a pattern, which is none yet. */
  const writing = useSignal(false)
  const ready = patterns.find(({ pattern }) => pattern === field.pattern)
  const isOwn = writing.value || (field.pattern !== undefined && !ready)
  return (
    <>
      <Select
        label="Must look like"
        value={isOwn ? OWN : (field.pattern ?? '')}
        options={[
          { value: '', label: 'Anything' },
          ...patterns.map(({ name, example, pattern }) => ({ value: pattern, label: `${name}: ${example}` })),
          { value: OWN, label: 'A pattern of your own' },
        ]}
        onChange={(value) => {
          writing.value = value === OWN
          const chosen = patterns.find(({ pattern }) => pattern === value)
          if (chosen) change({ pattern: chosen.pattern, patternMessage: chosen.message })
          else if (value === '') change({ pattern: undefined, patternMessage: undefined })
        }}
      />
      {isOwn && <OwnPattern value={field.pattern} change={change} />}
      {(isOwn || ready) && (
        <>
          <TryOut pattern={field.pattern} example={ready?.example ?? ''} />
          <TextInput
            label="What is said when it does not"
            help="When empty, general words in the visitor’s language."
            value={field.patternMessage ?? ''}
            maxLength={limits.titleLength}
            onInput={(text) => change({ patternMessage: text || undefined })}
          />
        </>
      )}
    </>
  )
}

function OwnPattern({
  value,
  change,
}: {
  value: string | undefined
  change: PatternSettingsProps['change']
}) {
  const typed = useTyped({
    value,
    set: (pattern) => change({ pattern }),
    format: (pattern) => pattern ?? '',
    parse: (text) => {
      if (text === '') return { value: undefined }
      const error = patternIssue(text)
      return error ? { error } : { value: text }
    },
  })
  return (
    <TextInput
      {...typed}
      label="Pattern"
      mono
      placeholder="[A-Z]{2}-\d{6}"
      help="A regular expression that the whole answer must match."
      maxLength={limits.patternLength}
    />
  )
}

/** An answer that the owner tries, and whether the field would take it. */
function TryOut({ pattern, example }: { pattern: string | undefined; example: string }) {
  const tried = useSignal('')
  const text = tried.value.trim()
  const isTaken = pattern === undefined || new RegExp(wholePattern(pattern), 'u').test(text)
  return (
    <TextInput
      label="Try an answer"
      placeholder={example}
      value={tried.value}
      after={
        <span class={isTaken ? 'verdict verdict-good' : 'verdict verdict-bad'} role="status">
          {text !== '' && (
            <>
              <Icon of={isTaken ? CircleCheck : CircleX} size={15} />
              {isTaken ? 'Taken' : 'Refused'}
            </>
          )}
        </span>
      }
      onInput={(value) => {
        tried.value = value
      }}
    />
  )
}
