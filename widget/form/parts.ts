/** What only some forms need, each a script of its own that is loaded by the forms that need it. */
import type { PublishedForm } from '@fieldpost/shared/form.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import { loadKinds, moreStyles } from './fields/index.ts'
import { loadRules } from './flow.ts'
import { loadTheme } from './look.ts'
import { loadWords } from './messages/languages.ts'
import { english, type Words } from './messages/words.ts'

interface Parts {
  text: typeof import('./text.tsx')
  steps: typeof import('./steps.tsx')
  closed: typeof import('./closed.tsx')
  draft: typeof import('./draft.tsx')
  partial: typeof import('./partial.ts')
  saved: typeof import('./saved.tsx')
}

/** Those that are loaded. */
export const parts: Partial<Parts> = {}

async function add<Name extends keyof Parts>(name: Name, load: () => Promise<Parts[Name]>): Promise<void> {
  if (parts[name]) return
  const part: Parts[Name] & { words?: Partial<Words>; styles?: string } = await load()
  if (parts[name]) return
  parts[name] = part
  Object.assign(english, part.words)
  if (part.styles) moreStyles.push(part.styles)
}

/** Marks of the small markdown, and `{{`, in what JSON makes of a form. */
const MARKED = /\*|]\(|\\[nr]|\{\{/

/** Loads all that a form needs before it is drawn; undefined when everything is there. Rejects like any import. */
export function loadParts({ definition, closed, language }: PublishedForm, lang?: string) {
  const { pages, thanks, endings, settings } = definition
  const kinds = loadKinds(fieldsOf(definition))
  const wanted = [
    kinds,
    kinds &&
      import('@fieldpost/shared/rare-messages.ts').then(({ rareMessages }) => {
        english.answers = { ...rareMessages, ...english.answers }
      }),
    loadRules(definition),
    loadTheme(definition.theme),
    loadWords(lang || language),
    !parts.text &&
      MARKED.test(JSON.stringify([pages, thanks, endings, closed])) &&
      add('text', () => import('./text.tsx')),
    !parts.steps &&
      (pages.length > 1 || pages[0]?.title || settings.steps === 'questions') &&
      add('steps', () => import('./steps.tsx')),
    !parts.closed && closed && add('closed', () => import('./closed.tsx')),
    // A form does its work without these.
    !parts.draft && settings.draft && add('draft', () => import('./draft.tsx')).catch(() => {}),
    !parts.partial && settings.partial && add('partial', () => import('./partial.ts')).catch(() => {}),
  ].filter(Boolean)
  return wanted.length > 0 ? Promise.all(wanted) : undefined
}

/** Loads what is needed while sending does not work: early, for without a network it cannot be. Never rejects. */
export const loadQueue = (): Promise<void> => add('saved', () => import('./saved.tsx')).catch(() => {})
