import { limits } from '@fieldpost/shared/limits.ts'
import { ChevronDown, CircleDot, ListChecks } from 'lucide'
import type { EditorKind } from './kind.ts'
import { Options } from './options.tsx'
import { OptionalNumber, Placeholder } from './parts.tsx'

const options = [
  { value: 'option_1', label: 'Option 1' },
  { value: 'option_2', label: 'Option 2' },
]

export const singleChoice: EditorKind<'single-choice'> = {
  title: 'Single choice',
  description: 'One of a few, all in sight',
  icon: CircleDot,
  group: 'Choice',
  start: { label: '', required: false, options },
  Panel: (props) => <Options {...props} />,
}

export const multipleChoice: EditorKind<'multiple-choice'> = {
  title: 'Multiple choice',
  description: 'Any number of a few',
  icon: ListChecks,
  group: 'Choice',
  start: { label: '', required: false, options },
  Panel: (props) => (
    <>
      <Options {...props} />
      <div class="pair">
        <OptionalNumber
          label="Choose at least"
          value={props.field.min}
          min={1}
          max={limits.options}
          whole
          set={(min) => props.change({ min })}
        />
        <OptionalNumber
          label="Choose at most"
          value={props.field.max}
          min={1}
          max={limits.options}
          whole
          set={(max) => props.change({ max })}
        />
      </div>
    </>
  ),
}

export const dropdown: EditorKind<'dropdown'> = {
  title: 'Dropdown',
  description: 'One of many, folded away',
  icon: ChevronDown,
  group: 'Choice',
  start: { label: '', required: false, options },
  Panel: (props) => (
    <>
      <Options {...props} />
      <Placeholder value={props.field.placeholder} change={props.change} />
    </>
  ),
}
