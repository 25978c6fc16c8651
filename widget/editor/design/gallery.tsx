/** The looks to begin with, each as it is in the light and in the dark. */
import { type Scheme, schemesOf } from '@fieldpost/shared/palette.ts'
import type { Theme } from '@fieldpost/shared/theme.ts'
import { RotateCcw } from 'lucide'
import { useId } from 'preact/hooks'
import { Button } from '../ui/button.tsx'
import { Miniature } from './miniature.tsx'
import { applied, isChanged, ownLook, type Preset, presetOf, presets } from './presets.ts'

interface GalleryProps {
  theme: Theme
  set: (theme: Theme) => void
}

export function Gallery({ theme, set }: GalleryProps) {
  const name = useId()
  const chosen = presetOf(theme)
  const changed = isChanged(theme)
  const choose = (preset: Preset) => set(applied(preset, theme))
  return (
    <fieldset class="looks">
      <legend class="visually-hidden">Look to begin with</legend>
      <div class="looks-grid">
        {presets.map((preset) => (
          <label key={preset.id} class="look">
            <input
              type="radio"
              name={name}
              checked={preset === chosen}
              aria-describedby={`${name}-${preset.id}`}
              onChange={() => choose(preset)}
            />
            <span class="look-pictures">
              {bothWays(preset.theme).map((scheme) => (
                <Miniature key={scheme} theme={preset.theme} scheme={scheme} />
              ))}
            </span>
            <span class="look-name">
              {preset.name}
              {preset === chosen && changed && <span class="look-changed"> · changed</span>}
            </span>
            <span id={`${name}-${preset.id}`} class="look-about">
              {preset.about}
            </span>
          </label>
        ))}
      </div>
      {changed && (
        <div class="row">
          <Button size="small" icon={RotateCcw} onClick={() => choose(chosen)}>
            Back to {chosen.name}
          </Button>
          {chosen !== ownLook && (
            <Button size="small" kind="quiet" onClick={() => set({})}>
              Take all of it away
            </Button>
          )}
        </div>
      )}
    </fieldset>
  )
}

/** The scheme that it is always seen in comes first. */
const bothWays = (theme: Theme): Scheme[] => {
  const first = schemesOf(theme)[0] ?? 'light'
  return [first, first === 'light' ? 'dark' : 'light']
}
