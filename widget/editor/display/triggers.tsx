/** What opens a form by itself: the first that happens does. */
import type { Trigger } from '@fieldpost/shared/display.ts'
import { limits } from '@fieldpost/shared/limits.ts'
import { Hourglass, type IconNode, LogOut, MousePointerClick, MoveVertical, Plus, Trash2, Zap } from 'lucide'
import { IconButton } from '../ui/button.tsx'
import { TextInput } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { Menu } from '../ui/menu.tsx'
import { announce } from '../ui/toast.tsx'
import { type Parsed, useTyped } from '../ui/typed.ts'

const MOST = 10

interface Sort {
  icon: IconNode
  title: string
  /** What a new one begins as. */
  make: Trigger
  /** A second of it would mean nothing more. */
  once?: true
}

const sorts: Record<Trigger['on'], Sort> = {
  load: { icon: Zap, title: 'As soon as the page is there', make: { on: 'load' }, once: true },
  delay: { icon: Hourglass, title: 'After some time', make: { on: 'delay', seconds: 10 } },
  scroll: { icon: MoveVertical, title: 'After scrolling', make: { on: 'scroll', percent: 50 } },
  exit: { icon: LogOut, title: 'When the visitor is about to leave', make: { on: 'exit' }, once: true },
  click: {
    icon: MousePointerClick,
    title: 'At a click on something',
    make: { on: 'click', selector: '.open-form' },
  },
}
const sortNames = Object.keys(sorts) as Trigger['on'][]

interface TriggersProps {
  triggers: readonly Trigger[]
  set: (triggers: Trigger[]) => void
}

export function Triggers({ triggers, set }: TriggersProps) {
  return (
    <fieldset class="triggers">
      <legend class="input-label">Opens by itself</legend>
      {triggers.length > 0 && (
        <ul class="stack-s">
          {triggers.map((trigger, index) => (
            // Triggers have no names of their own; a place and a sort is all that tells one from another.
            <li key={`${index} ${trigger.on}`} class="trigger">
              <Icon of={sorts[trigger.on].icon} size={18} />
              <Settings trigger={trigger} change={(next) => set(triggers.with(index, next))} />
              <IconButton
                icon={Trash2}
                label={`Remove: ${sorts[trigger.on].title}`}
                danger
                onClick={() => {
                  set(triggers.toSpliced(index, 1))
                  announce(`Removed: ${sorts[trigger.on].title}`)
                }}
              />
            </li>
          ))}
        </ul>
      )}
      <Menu
        label="Add what opens it"
        items={sortNames.map((name) => ({
          label: sorts[name].title,
          icon: sorts[name].icon,
          disabled:
            triggers.length >= MOST || (sorts[name].once && triggers.some(({ on }) => on === name)) === true,
          run: () => set([...triggers, sorts[name].make]),
        }))}
      >
        <Icon of={Plus} size={16} />
        Add what opens it
      </Menu>
    </fieldset>
  )
}

function Settings({ trigger, change }: { trigger: Trigger; change: (trigger: Trigger) => void }) {
  switch (trigger.on) {
    case 'delay':
      return (
        <Amount
          label="After so many seconds"
          unit="seconds"
          value={trigger.seconds}
          max={86_400}
          set={(seconds) => change({ on: 'delay', seconds })}
        />
      )
    case 'scroll':
      return (
        <Amount
          label="When so much of the page has been seen"
          unit="%"
          value={trigger.percent}
          max={100}
          set={(percent) => change({ on: 'scroll', percent })}
        />
      )
    case 'click':
      return <Selector value={trigger.selector} set={(selector) => change({ on: 'click', selector })} />
    default:
      return <p>{sorts[trigger.on].title}</p>
  }
}

interface AmountProps {
  label: string
  unit: string
  value: number
  max: number
  set: (value: number) => void
}

function Amount({ label, unit, value, max, set }: AmountProps) {
  const typed = useTyped({
    value,
    set,
    format: String,
    parse(text): Parsed<number> {
      const number = text.trim() === '' ? Number.NaN : Number(text)
      return number >= 0 && number <= max
        ? { value: number }
        : { error: `Write a number from 0 to ${max.toLocaleString('en')}.` }
    },
  })
  return <TextInput {...typed} label={label} inputMode="decimal" after={unit} maxLength={10} />
}

function Selector({ value, set }: { value: string; set: (value: string) => void }) {
  const typed = useTyped({ value, set, format: (text) => text, parse: parseSelector })
  return (
    <TextInput
      {...typed}
      label="At a click on"
      help="A CSS selector: .open-form is everything of that class, #buy the one with that id."
      mono
      maxLength={limits.titleLength}
    />
  )
}

function parseSelector(text: string): Parsed<string> {
  if (text.trim() === '') return { error: 'Write a CSS selector, like .open-form.' }
  try {
    document.createDocumentFragment().querySelector(text)
  } catch {
    return { error: 'This is no CSS selector.' }
  }
  return { value: text.trim() }
}
