/** What some settings add to common kinds: other words, another order, a count of what is left. */
import type { Option } from '@fieldpost/shared/fields/base.ts'
import { enExtras } from '../messages/en-extras.ts'
import { fill } from '../messages/words.ts'
import { type Extras, isOwn } from './extra.ts'
import { idOf } from './frame.tsx'
import type { Part } from './index.ts'
import styles from './more-extras.css?inline'

/** Other for each visit, and the same for as long as it lasts. */
const visit = Math.random()
/** Characters left from which on they are counted, as a part of all that may be, and at most so many. */
const NEAR = 0.2
const NEAR_MOST = 200

/** A number from 0 to 1 that the text decides; FNV-1a. */
function lot(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  // The last characters have not reached the high bits yet.
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32
}

const ordered: Extras['ordered'] = <O extends Option>(
  { id, randomize }: { id: string; randomize?: boolean | undefined },
  list: readonly O[],
) => {
  if (!randomize) return list
  const lots = new Map(list.map((option) => [option, lot(`${option.value} ${id} ${visit}`)]))
  return [...list].sort((a, b) => (lots.get(a) ?? 0) - (lots.get(b) ?? 0))
}

const other: Extras['other'] = ({ field, value, change, issue, t }) => {
  const many = field.kind === 'multiple-choice'
  const list = (many ? (value ?? []) : [value]) as (string | undefined)[]
  const own = list.find(isOwn)
  const rest = list.filter((item) => item !== own) as string[]
  const set = (text: string | undefined) =>
    change(many ? [...rest, ...(text === undefined ? [] : [text])] : text)
  const name = field.otherLabel || t.extra.other
  return (
    <>
      <label class="option" part="option">
        <input
          type={many ? 'checkbox' : 'radio'}
          name={field.name}
          checked={own !== undefined}
          onChange={({ currentTarget: box }) => {
            set(many && own !== undefined ? undefined : ' ')
            // Who moves by keys goes on by keys; who points at it wants to write.
            if (!box.matches(':focus-visible'))
              box.closest('fieldset')?.querySelector<HTMLElement>('.own')?.focus()
          }}
          aria-invalid={many && issue ? 'true' : undefined}
        />
        <span>{name}</span>
      </label>
      {own !== undefined && (
        <input
          class="input own"
          part="input"
          aria-label={name}
          aria-describedby={issue && idOf(field, 'e')}
          aria-invalid={issue ? 'true' : undefined}
          value={own.slice(1)}
          onInput={(event) => set(` ${event.currentTarget.value}`)}
        />
      )}
    </>
  )
}

const count: Extras['count'] = ({ field, value, t }) => {
  const { maxLength: most } = field as { maxLength?: number }
  if (!most) return
  const left = most - String(value ?? '').trim().length
  const near = left <= Math.min(most * NEAR, NEAR_MOST)
  const say = (n: number) => fill(n < 0 ? t.extra.over : t.extra.left, Math.abs(n))
  return (
    <>
      {near && (
        <p class="help count" aria-hidden="true">
          {say(left)}
        </p>
      )}
      {/* Told at every tenth, not at every key. */}
      <p class="sr" role="status">
        {near ? say(Math.ceil(left / 10) * 10 || left) : ''}
      </p>
    </>
  )
}

export const part: Part = { kinds: {}, extras: { ordered, other, count }, styles, words: enExtras }
