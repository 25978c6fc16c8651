/** Unfinished answers, kept in the visitor's browser for when they come back to the form. */
import type { Answer, FieldKind } from '@fieldpost/shared/fields/index.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import { Component } from 'preact'
import styles from './draft.css?inline'
import { enDraft } from './messages/en-draft.ts'
import type { Words } from './messages/words.ts'
import { type State, view } from './state.ts'
import { kept } from './values.ts'

export { enDraft as words, styles }

const KEPT_MS = 7 * 86_400_000
const DEBOUNCE_MS = 500
const TOLD_MS = 200

/** What the relay does not keep for so long, or the page gives anew. */
const LEFT_OUT: readonly FieldKind[] = ['file', 'signature', 'hidden']

interface Kept {
  /** When, in milliseconds since 1970. */
  at: number
  /** The key of the submission, under which the relay may have a part of it. */
  key: string
  page: string
  fields: { id: string; kind: FieldKind }[]
  values: [string, Answer][]
}

export interface Draft {
  /** The state as it was left, and its key; undefined when there is none. What the form has not any more is left out. */
  resume(state: State): { state: State; key: string } | undefined
  /** Keeps a state soon. */
  save(state: State, key: string): void
  /** Keeps what is to be kept at once. */
  flush(): void
  /** Forgets it all. */
  clear(): void
}

/** The draft of a form in this browser. A browser that keeps nothing has none, and says nothing. */
export function draftOf(form: string, now: () => number = Date.now): Draft {
  const name = `fieldpost:draft:${form}`
  let timer: ReturnType<typeof setTimeout> | undefined
  let due: Kept | undefined

  function flush() {
    clearTimeout(timer)
    if (!due) return
    const text = JSON.stringify(due)
    due = undefined
    attempt(() => localStorage.setItem(name, text))
  }

  return {
    resume(state) {
      const found = attempt(() => JSON.parse(localStorage.getItem(name) ?? 'null') as Kept | null)
      if (!found) return
      if (!(now() - found.at < KEPT_MS)) {
        attempt(() => localStorage.removeItem(name))
        return
      }
      return attempt(() => {
        const fields = fieldsOf(state.form.definition)
        const values = new Map(state.values)
        // A field that was there then is as it was left, empty too; what came since begins as it does for everybody.
        for (const { id } of found.fields) values.delete(id)
        for (const [id, value] of kept(found.fields as never, fields, new Map(found.values)))
          values.set(id, value)
        const next = { ...state, values, page: found.page }
        return { state: { ...next, page: view(next).page.id }, key: found.key }
      })
    },
    save({ form, values, page }, key) {
      const fields = fieldsOf(form.definition).filter(({ kind }) => !LEFT_OUT.includes(kind))
      due = {
        at: now(),
        key,
        page,
        fields: fields.map(({ id, kind }) => ({ id, kind })),
        values: fields.flatMap(({ id }) => {
          const value = values.get(id)
          return value === undefined ? [] : [[id, value]]
        }),
      }
      clearTimeout(timer)
      timer = setTimeout(flush, DEBOUNCE_MS)
    },
    flush,
    clear() {
      clearTimeout(timer)
      due = undefined
      attempt(() => localStorage.removeItem(name))
    },
  }
}

/** Says that the answers are here again, and how to begin without them. */
export class Resumed extends Component<{ t: Words; over: () => void }, { told?: boolean }> {
  timer: ReturnType<typeof setTimeout> | undefined

  // A screen reader says what comes into a place that it knows, not what was there from the beginning.
  override componentDidMount() {
    this.timer = setTimeout(() => this.setState({ told: true }), TOLD_MS)
  }

  override componentWillUnmount() {
    clearTimeout(this.timer)
  }

  override render() {
    const { t, over } = this.props
    return (
      <div class="note" part="note">
        <p role="status">{this.state.told && t.resumed}</p>
        <button type="button" class="back" part="back" onClick={over}>
          {t.over}
        </button>
      </div>
    )
  }
}

/** Storage that is off, full or spoiled throws; then there is nothing. */
function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
