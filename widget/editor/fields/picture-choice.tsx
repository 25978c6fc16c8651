import { Images } from 'lucide'
import { Switch } from '../ui/choice.tsx'
import { Items } from './items.tsx'
import type { EditorKind } from './kind.ts'
import { HowMany, Randomize } from './parts.tsx'

export const pictureChoice: EditorKind<'picture-choice'> = {
  title: 'Picture choice',
  description: 'Options that are pictures with words',
  also: 'image photo',
  icon: Images,
  group: 'Choice',
  start: {
    label: '',
    required: false,
    options: [
      { value: 'option_1', label: 'Option 1' },
      { value: 'option_2', label: 'Option 2' },
    ],
  },
  Panel: (props) => (
    <>
      <Items {...props} list="options" pictures />
      <Switch
        label="Several may be chosen"
        checked={props.field.multiple ?? false}
        onChange={(multiple) =>
          props.change(multiple ? { multiple } : { multiple: undefined, min: undefined, max: undefined })
        }
      />
      {props.field.multiple && <HowMany {...props} />}
    </>
  ),
  Advanced: ({ field, change }) => <Randomize value={field.randomize} change={change} />,
}
