/** The Display tab: how a form comes onto a page, when by itself, and how often. */
import { type Display, type DisplayMode, displayModes, frequencies } from '@fieldpost/shared/display.ts'
import { limits } from '@fieldpost/shared/limits.ts'
import { AppWindow, Repeat, Zap } from 'lucide'
import { useId } from 'preact/hooks'
import type { Draft } from '../draft.ts'
import { Part } from '../settings/part.tsx'
import { Segments } from '../ui/choice.tsx'
import { Select, TextArea, TextInput } from '../ui/field.tsx'
import { type Parsed, useTyped } from '../ui/typed.ts'
import { formatAddresses, parseAddresses } from './addresses.ts'
import { DisplayPicture } from './picture.tsx'
import { Triggers } from './triggers.tsx'

const MOST_DAYS = 365
const USUAL_DAYS = 30

const modes: Record<DisplayMode, { title: string; about: string }> = {
  inline: { title: 'Inline', about: 'Where the tag stands, as a part of the page' },
  popup: { title: 'Popup', about: 'Over the page, which waits until it is closed' },
  'slide-in': { title: 'Slide-in', about: 'In a corner; the page can still be used' },
  floating: { title: 'Floating button', about: 'A button in a corner that opens it' },
  bar: { title: 'Bar', about: 'Along an edge of the window' },
}

const often: Record<(typeof frequencies)[number] | 'days', string> = {
  'until-submitted': 'Until it was sent, and a day after it was closed',
  once: 'Once, and never again',
  session: 'Once a session of the browser',
  days: 'Every so many days',
  always: 'Every time, also after it was sent',
}

interface PartProps {
  display: Display
  change: (change: Partial<Display>) => void
}

export function DisplayTab({ draft }: { draft: Draft }) {
  const { title, definition } = draft.document.value
  const { display } = definition
  const change: PartProps['change'] = (change) => draft.apply({ type: 'change-display', change })
  return (
    <div class="stack-l" data-document>
      <Part
        icon={AppWindow}
        title="Where it stands"
        about="An attribute of the tag, data-mode, overrides it on one page."
      >
        <Modes display={display} change={change} />
        {(display.mode === 'slide-in' || display.mode === 'floating') && (
          <Segments
            label="Side"
            value={display.side}
            options={[
              { value: 'start', label: 'Where lines begin' },
              { value: 'end', label: 'Where lines end' },
            ]}
            onChange={(side) => change({ side })}
          />
        )}
        {display.mode === 'bar' && (
          <Segments
            label="Edge"
            value={display.edge}
            options={[
              { value: 'top', label: 'Top' },
              { value: 'bottom', label: 'Bottom' },
            ]}
            onChange={(edge) => change({ edge })}
          />
        )}
        {(display.mode === 'floating' || display.mode === 'bar') && (
          <TextInput
            label={display.mode === 'bar' ? 'Words of the bar' : 'Words on the button'}
            value={display.label}
            placeholder={title}
            maxLength={limits.titleLength}
            onInput={(label) => change({ label })}
          />
        )}
      </Part>
      {display.mode !== 'inline' && (
        <>
          <When display={display} change={change} formId={draft.form.value.id} />
          <Often display={display} change={change} />
        </>
      )}
    </div>
  )
}

function Modes({ display, change }: PartProps) {
  const name = useId()
  return (
    <fieldset class="looks">
      <legend class="visually-hidden">Where it stands</legend>
      <div class="looks-grid">
        {displayModes.map((mode) => (
          <label key={mode} class="look">
            <input
              type="radio"
              name={name}
              checked={mode === display.mode}
              aria-describedby={`${name}-${mode}`}
              onChange={() => change({ mode })}
            />
            <DisplayPicture mode={mode} display={display} />
            <span class="look-name">{modes[mode].title}</span>
            <span id={`${name}-${mode}`} class="look-about">
              {modes[mode].about}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

function When({ display, change, formId }: PartProps & { formId: string }) {
  const { mode, triggers, urls } = display
  const waits = (mode === 'popup' || mode === 'slide-in') && triggers.length === 0
  const typed = useTyped({
    value: urls,
    set: (urls) => change({ urls }),
    format: formatAddresses,
    parse: parseAddresses,
  })
  return (
    <Part icon={Zap} title="When it opens" about="The first of these that happens opens it.">
      <Triggers triggers={triggers} set={(triggers) => change({ triggers })} />
      {waits && (
        <p class="banner">
          <span>
            Nothing opens it yet but a script of the page: <code>Fieldpost.open('{formId}')</code>
          </span>
        </p>
      )}
      <TextArea
        {...typed}
        label="Only on these pages"
        help="One on each line: /pricing/* or shop.example/cart; * is anything, and ! before it leaves pages out. Everywhere when empty."
        rows={2}
        mono
      />
    </Part>
  )
}

function Often({ display, change }: PartProps) {
  const { frequency } = display
  const days = typeof frequency === 'number'
  const typed = useTyped({
    value: days ? frequency : USUAL_DAYS,
    set: (frequency) => change({ frequency }),
    format: String,
    parse(text): Parsed<number> {
      const number = Number(text)
      return Number.isInteger(number) && number >= 1 && number <= MOST_DAYS
        ? { value: number }
        : { error: `Write a whole number from 1 to ${MOST_DAYS}.` }
    },
  })
  return (
    <Part icon={Repeat} title="How often" about="It is the visitor's browser that remembers, not a cookie.">
      <div class="pair">
        <Select
          label="Comes by itself"
          value={days ? 'days' : frequency}
          options={Object.entries(often).map(([value, label]) => ({ value, label }))}
          onChange={(value) => change({ frequency: frequencies.find((one) => one === value) ?? USUAL_DAYS })}
        />
        {days && <TextInput {...typed} label="Days in between" inputMode="numeric" maxLength={3} />}
      </div>
    </Part>
  )
}
