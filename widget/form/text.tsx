/** Texts that are more than they are: the small markdown, and answers put into them. */
import type { Definition } from '@fieldpost/shared/form.ts'
import { type Inline, parseInline, plainText } from '@fieldpost/shared/markdown.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import { pipe, speaker } from '@fieldpost/shared/piping.ts'
import { rewrite } from '@fieldpost/shared/translate.ts'
import type { ComponentChild } from 'preact'
import type { Words } from './messages/words.ts'
import { type State, view } from './state.ts'

export { plainText }

/** A text with small markdown as nodes. */
export const draw = (text: string, flat?: boolean): ComponentChild[] => nodes(parseInline(text), flat)

const nodes = (pieces: readonly Inline[], flat: boolean | undefined): ComponentChild[] =>
  pieces.map((piece) => {
    if (piece.type === 'text') return piece.text
    if (piece.type === 'break') return <br />
    const children = nodes(piece.children, flat)
    if (piece.type === 'link')
      return flat ? (
        children
      ) : (
        <a href={piece.href} target="_blank" rel="noopener">
          {children}
        </a>
      )
    return piece.type === 'bold' ? <strong>{children}</strong> : <em>{children}</em>
  })

const asking = new WeakMap<object, boolean>()

/** Whether a form's texts ask for answers. */
function asks(definition: Pick<Definition, 'pages' | 'thanks' | 'endings'>): boolean {
  const known = asking.get(definition)
  if (known !== undefined) return known
  const { pages, thanks, endings } = definition
  const found = JSON.stringify([pages, thanks, endings]).includes('{{')
  asking.set(definition, found)
  return found
}

/** The same state with the answers of its path put into the form's texts. */
export function piped(state: State, t: Words, language: string): State {
  const { form } = state
  if (!asks(form.definition)) return state
  const say = speaker(fieldsOf(form.definition), view(state).answers, language, t)
  return { ...state, form: { ...form, definition: rewrite(form.definition, (_, text) => pipe(text, say)) } }
}
