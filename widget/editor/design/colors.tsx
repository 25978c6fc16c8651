/** The colours of a form in the light and in the dark, and how well each is told from what it stands on. */
import { type Pair, pairsOf, paletteOf, type Scheme, schemesOf } from '@fieldpost/shared/palette.ts'
import { colorLabels, groundLabels, ratioText } from '@fieldpost/shared/publish.ts'
import { type ColorName, colorNames, type Theme } from '@fieldpost/shared/theme.ts'
import type { Signal } from '@preact/signals'
import { Check, CircleAlert, WandSparkles } from 'lucide'
import { useId } from 'preact/hooks'
import type { DesignCommand } from '../document/design.ts'
import { Button } from '../ui/button.tsx'
import { Segments } from '../ui/choice.tsx'
import { ErrorText } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { useTyped } from '../ui/typed.ts'
import { fixedColor, parseColor } from './fix.ts'

const uses: Record<ColorName, string> = {
  text: 'Questions and answers',
  muted: 'Help and placeholders',
  background: 'Behind everything',
  surface: 'Behind inputs and options',
  border: 'Around inputs',
  accent: 'Buttons, chosen answers, the focus',
  onAccent: 'The words on buttons',
  error: 'What is wrong with an answer',
}

const names: Record<Scheme, string> = { light: 'In the light', dark: 'In the dark' }

interface ColorsProps {
  theme: Theme
  /** The colours that are edited; the preview shows the same. */
  scheme: Signal<Scheme>
  apply: (command: DesignCommand) => void
}

export function Colors({ theme, scheme, apply }: ColorsProps) {
  const [only, both] = schemesOf(theme)
  // Of a form that is always light, or always dark, nobody sees the other colours.
  const now = both ? scheme.value : (only ?? 'light')
  const palette = paletteOf(theme, now)
  const pairs = pairsOf(palette)
  return (
    <div class="stack">
      {both && (
        <Segments
          label="Colours for"
          hideLabel
          value={now}
          options={(['light', 'dark'] as const).map((value) => ({ value, label: names[value] }))}
          onChange={(value) => {
            scheme.value = value
          }}
        />
      )}
      <ul class="colors">
        {colorNames.map((name) => (
          <ColorRow
            key={`${now} ${name}`}
            name={name}
            given={theme[now]?.[name]}
            shown={palette[name]}
            pairs={pairs.filter(({ of }) => of === name)}
            fix={() => fixedColor(theme, now, name)}
            set={(color) => apply({ type: 'change-colors', scheme: now, change: { [name]: color } })}
          />
        ))}
      </ul>
    </div>
  )
}

interface ColorRowProps {
  name: ColorName
  given: string | undefined
  /** The one given, or the one that follows from the others. */
  shown: string
  pairs: readonly Pair[]
  fix: () => string | undefined
  set: (color: string | undefined) => void
}

function ColorRow({ name, given, shown, pairs, fix, set }: ColorRowProps) {
  const id = useId()
  const { error, ...typed } = useTyped<string | undefined>({
    value: given,
    format: (color) => color ?? '',
    parse: parseColor,
    set,
  })
  const label = colorLabels[name]
  const fails = pairs.some(({ ratio, least }) => ratio < least)
  const better = fails ? fix() : undefined
  return (
    <li class="color">
      <input
        type="color"
        class="color-well"
        aria-label={`${label}, pick a colour`}
        value={shown}
        onInput={(event) => set(event.currentTarget.value)}
      />
      <div>
        <label class="input-label" for={id}>
          {label}
        </label>
        <p id={`${id}-use`} class="color-use">
          {uses[name]}
        </p>
      </div>
      <input
        id={id}
        class="input input-mono color-text"
        value={typed.value}
        placeholder={shown}
        spellcheck={false}
        autocapitalize="off"
        autocomplete="off"
        maxLength={20}
        aria-invalid={error ? true : undefined}
        aria-describedby={`${id}-use ${id}-pairs${error ? ` ${id}-error` : ''}`}
        onInput={(event) => typed.onInput(event.currentTarget.value)}
        onBlur={typed.onBlur}
      />
      <div class="color-more">
        {error && <ErrorText id={`${id}-error`}>{error}</ErrorText>}
        <ul id={`${id}-pairs`} class="pairs">
          {pairs.map(({ on, ratio, least }) => (
            <li key={on} class={ratio < least ? 'pair-chip pair-bad' : 'pair-chip'}>
              <Icon of={ratio < least ? CircleAlert : Check} size={13} />
              {ratioText(ratio)} on {groundLabels[on]}
              {ratio < least && `, needs ${least}:1`}
            </li>
          ))}
        </ul>
        {better && (
          <Button size="small" icon={WandSparkles} onClick={() => set(better)}>
            Fix it: {better}
          </Button>
        )}
        {fails && !better && <p class="small">No shade of it can be read there. Change what it stands on.</p>}
      </div>
    </li>
  )
}
