import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import { sliderFault } from '@fieldpost/shared/fields/slider.ts'
import { Group, idOf, tied } from './frame.tsx'
import type { Kind } from './kind.ts'

export const slider: Kind<FieldOf<'slider'>> = {
  fault: sliderFault,
  draw(props) {
    const { field, value, change, t, lang } = props
    const { min, max, step, unit, lowLabel, highLabel } = field
    const open = value === undefined
    // Where the browser puts the thumb by itself.
    const at = open ? min + Math.round((max - min) / 2 / step) * step : Number(value)
    const words = open ? t.unanswered : [at.toLocaleString(lang), unit].filter(Boolean).join(' ')
    const take = (event: { currentTarget: HTMLInputElement }) => change(event.currentTarget.valueAsNumber)
    const { 'aria-describedby': describedBy, 'aria-invalid': invalid } = tied(props)
    return (
      <Group {...props} clear>
        <div class="slide">
          <input
            type="range"
            class={open ? 'open' : undefined}
            part="input"
            name={field.name}
            min={min}
            max={max}
            step={step}
            value={at}
            style={{ '--at': `${open ? 0 : ((at - min) / (max - min)) * 100}%` }}
            aria-labelledby={idOf(field, 'l')}
            aria-describedby={describedBy}
            aria-invalid={invalid}
            aria-valuetext={words}
            onInput={take}
            // Where the thumb stands is an answer, too, to who points at it or presses the key that chooses.
            onClick={take}
            onKeyDown={(event) => {
              if (event.key !== ' ') return
              event.preventDefault()
              take(event)
            }}
          />
          <output class={open ? 'help' : undefined} aria-hidden="true">
            {words}
          </output>
        </div>
        {(lowLabel || highLabel) && (
          <p class="help ends">
            <span>{lowLabel}</span>
            <span>{highLabel}</span>
          </p>
        )}
      </Group>
    )
  },
  hold(field, value) {
    const number = String(value).trim() ? Number(value) : Number.NaN
    return sliderFault(field, number) ? undefined : number
  },
}
