/** Everything of a theme but its colours. What is as the widget has it is not kept. */
import type { Theme } from '@fieldpost/shared/theme.ts'
import { useId } from 'preact/hooks'
import { fonts } from '../../form/fonts.ts'
import type { ThemeChange } from '../document/design.ts'
import { OptionalNumber } from '../fields/parts.tsx'
import { Segments, Switch } from '../ui/choice.tsx'

interface ShapeProps {
  theme: Theme
  change: (change: ThemeChange) => void
}

type Token = 'scheme' | 'font' | 'density' | 'shadow' | 'inputs' | 'button' | 'frame'

/** The choices of each token; the first is the widget's own. */
const choices = {
  scheme: {
    label: 'Light or dark',
    of: { page: 'As the page', auto: 'As the system', light: 'Light', dark: 'Dark' },
  },
  font: {
    label: 'Font',
    of: { page: "The page's", sans: 'Sans', serif: 'Serif', rounded: 'Rounded', mono: 'Mono' },
  },
  density: { label: 'Room', of: { normal: 'Normal', compact: 'Compact', roomy: 'Roomy' } },
  shadow: { label: 'Shadow', of: { none: 'None', soft: 'Soft', deep: 'Deep', hard: 'Hard' } },
  inputs: { label: 'Inputs', of: { boxed: 'Boxes', underlined: 'Lines' } },
  button: { label: 'Button', of: { filled: 'Filled', outline: 'Outline', soft: 'Soft' } },
  frame: { label: 'Frame', of: { card: 'Card', plain: 'None' } },
} as const satisfies { [T in Token]: { label: string; of: Record<NonNullable<Theme[T]>, string> } }

function Choice<T extends Token>({ token, theme, change }: ShapeProps & { token: T }) {
  const { label, of } = choices[token]
  const options = Object.entries(of).map(([value, words]: [string, string]) => ({
    value,
    label: token === 'font' ? <span style={{ 'font-family': fontOf(value) }}>{words}</span> : words,
  }))
  const own = options[0]?.value ?? ''
  return (
    <Segments
      label={label}
      value={theme[token] ?? own}
      options={options}
      onChange={(value) => change({ [token]: value === own ? undefined : value })}
    />
  )
}

const fontOf = (name: string): string => fonts[name as keyof typeof fonts] || 'inherit'

export function Shape(props: ShapeProps) {
  const { theme, change } = props
  return (
    <div class="stack">
      <Choice token="font" {...props} />
      <Slide
        label="Size of text"
        value={theme.size}
        own={16}
        min={14}
        max={22}
        set={(size) => change({ size })}
      />
      <Slide
        label="Corners"
        value={theme.radius}
        own={10}
        min={0}
        max={28}
        set={(radius) => change({ radius })}
      />
      <Slide
        label="Widest"
        value={theme.width}
        own={640}
        min={280}
        max={1_200}
        step={20}
        set={(width) => change({ width })}
      />
      <div class="choices">
        <Choice token="density" {...props} />
        <Choice token="inputs" {...props} />
        <Choice token="button" {...props} />
        <Choice token="frame" {...props} />
        <Choice token="shadow" {...props} />
      </div>
      {theme.frame === 'plain' && (
        <p class="small soft">
          Without a frame, your page's own ground is behind the form: its words are reckoned to be on the
          background above.
        </p>
      )}
      <Switch
        label="Button as wide as the form"
        checked={theme.wideButton ?? false}
        onChange={(wide) => change({ wideButton: wide || undefined })}
      />
    </div>
  )
}

export const SchemeChoice = (props: ShapeProps) => <Choice token="scheme" {...props} />

interface SlideProps {
  label: string
  value: number | undefined
  /** The widget's own. */
  own: number
  min: number
  max: number
  step?: number
  set: (value: number | undefined) => void
}

/** Pixels, by hand or as a number. */
function Slide({ label, value, own, min, max, step = 1, set }: SlideProps) {
  const id = useId()
  return (
    <div class="slide">
      <label class="input-label" for={id}>
        {label}
      </label>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={step}
        value={value ?? own}
        aria-valuetext={`${value ?? own} pixels`}
        onInput={(event) => set(Number(event.currentTarget.value))}
      />
      <OptionalNumber
        label={`${label} in pixels`}
        hideLabel
        value={value}
        min={min}
        max={max}
        placeholder={String(own)}
        set={set}
      />
    </div>
  )
}
