import { limits } from '@fieldpost/shared/limits.ts'
import { ChevronDown, CircleDot, ListChecks } from 'lucide'
import type { FieldChange } from '../document/fields.ts'
import { Switch } from '../ui/choice.tsx'
import { TextInput } from '../ui/field.tsx'
import { Items } from './items.tsx'
import type { EditorKind } from './kind.ts'
import { HowMany, Placeholder, Randomize } from './parts.tsx'

const options = [
  { value: 'option_1', label: 'Option 1' },
  { value: 'option_2', label: 'Option 2' },
]

interface OtherProps {
  field: { other?: boolean | undefined; otherLabel?: string | undefined }
  change: (change: FieldChange) => void
}

function Other({ field, change }: OtherProps) {
  return (
    <>
      <Switch
        label="Visitors may write an option of their own"
        checked={field.other ?? false}
        onChange={(other) => change(other ? { other } : { other: undefined, otherLabel: undefined })}
      />
      {field.other && (
        <TextInput
          label="What that option is called"
          help="When empty, the word for “Other” in the visitor’s language."
          value={field.otherLabel ?? ''}
          maxLength={limits.labelLength}
          onInput={(text) => change({ otherLabel: text || undefined })}
        />
      )}
    </>
  )
}

export const singleChoice: EditorKind<'single-choice'> = {
  title: 'Single choice',
  description: 'One of a few, all in sight',
  also: 'radio',
  icon: CircleDot,
  group: 'Choice',
  start: { label: '', required: false, options },
  Panel: (props) => (
    <>
      <Items {...props} list="options" />
      <Other {...props} />
    </>
  ),
  Advanced: ({ field, change }) => <Randomize value={field.randomize} change={change} />,
}

export const multipleChoice: EditorKind<'multiple-choice'> = {
  title: 'Multiple choice',
  description: 'Any number of a few',
  also: 'checkbox several',
  icon: ListChecks,
  group: 'Choice',
  start: { label: '', required: false, options },
  Panel: (props) => (
    <>
      <Items {...props} list="options" />
      <Other {...props} />
      <HowMany {...props} />
    </>
  ),
  Advanced: ({ field, change }) => <Randomize value={field.randomize} change={change} />,
}

export const dropdown: EditorKind<'dropdown'> = {
  title: 'Dropdown',
  description: 'One of many, folded away',
  also: 'select menu list',
  icon: ChevronDown,
  group: 'Choice',
  start: { label: '', required: false, options },
  Panel: (props) => <Items {...props} list="options" />,
  Advanced: ({ field, change }) => (
    <>
      <Placeholder value={field.placeholder} change={change} />
      <Randomize value={field.randomize} change={change} />
    </>
  ),
}
