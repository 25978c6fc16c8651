import { Gauge, Star } from 'lucide'
import { Segments } from '../ui/choice.tsx'
import { Select } from '../ui/field.tsx'
import type { EditorKind } from './kind.ts'
import { EndLabels } from './parts.tsx'

const symbols = [
  { value: 'star', label: 'Stars' },
  { value: 'heart', label: 'Hearts' },
  { value: 'number', label: 'Numbers' },
] as const

const steps = Array.from({ length: 9 }, (_, index) => ({
  value: String(index + 2),
  label: `1 to ${index + 2}`,
}))

export const rating: EditorKind<'rating'> = {
  title: 'Rating',
  description: 'Stars, hearts or numbers',
  icon: Star,
  group: 'Rating',
  start: { label: '', required: false, max: 5, symbol: 'star' },
  Panel: ({ field, change }) => (
    <>
      <div class="pair">
        <Segments
          label="Looks like"
          value={field.symbol}
          options={symbols}
          onChange={(symbol) => change({ symbol })}
        />
        <Select
          label="Goes from"
          value={String(field.max)}
          options={steps}
          onChange={(max) => change({ max: Number(max) })}
        />
      </div>
      <EndLabels field={field} change={change} />
    </>
  ),
}

export const nps: EditorKind<'nps'> = {
  title: 'Recommendation (NPS)',
  description: '0 to 10: how likely to recommend',
  icon: Gauge,
  group: 'Rating',
  start: {
    label: 'How likely are you to recommend us to a friend or colleague?',
    required: false,
    lowLabel: 'Not at all likely',
    highLabel: 'Extremely likely',
  },
  Panel: ({ field, change }) => <EndLabels field={field} change={change} />,
}
