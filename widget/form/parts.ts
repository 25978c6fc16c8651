/** What only some forms need, each a script of its own that is loaded by the forms that need it. */
import type { PublishedForm } from '@fieldpost/shared/form.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import { loadKinds, moreStyles } from './fields/index.ts'
import { loadWords } from './messages/languages.ts'
import { english, type Words } from './messages/words.ts'

const scripts = {
  logic: () => import('@fieldpost/shared/logic.ts'),
  theme: () => import('./theme.ts'),
  text: () => import('./text.tsx'),
  steps: () => import('./steps.tsx'),
  closed: () => import('./closed.tsx'),
  draft: () => import('./draft.tsx'),
  partial: () => import('./partial.ts'),
  saved: () => import('./saved.tsx'),
  refusals: () => import('./messages/en-refusals.ts'),
}
type Name = keyof typeof scripts

/** Those that are loaded. */
export const parts: { [N in Name]?: Awaited<ReturnType<(typeof scripts)[N]>> } = {}

async function load(name: Name): Promise<void> {
  const part: object = await scripts[name]()
  if (parts[name]) return
  Object.assign(parts, { [name]: part })
  const { words, styles } = part as { words?: Partial<Words>; styles?: string }
  Object.assign(english, words)
  if (styles) moreStyles.push(styles)
}

/** Loads one that a form can do without: early, or when it is needed. Never rejects. */
export const tryPart = async (name: Name): Promise<void> =>
  parts[name] ? undefined : load(name).catch(() => {})

/** Marks of the small markdown, and `{{`, in what JSON makes of a form. */
const MARKED = /\*|]\(|\\[nr]|\{\{/

/** Loads all that a form needs before it is drawn; undefined when everything is there. Rejects like any import. */
export function loadParts({ definition, closed, language }: PublishedForm, lang?: string) {
  const { pages, rules, theme, thanks, endings, settings } = definition
  const kinds = loadKinds(fieldsOf(definition))
  const missing = (name: Name, needed: unknown) => !parts[name] && needed
  const wanted: unknown[] = [kinds, loadWords(lang || language)]
  if (kinds)
    wanted.push(
      import('@fieldpost/shared/rare-messages.ts').then(({ rareMessages }) => {
        english.answers = { ...rareMessages, ...english.answers }
      }),
    )
  const needs = {
    logic: rules[0],
    theme: Object.keys(theme)[0],
    text: MARKED.test(JSON.stringify([pages, thanks, endings, closed])),
    steps: pages[1] || pages[0]?.title || settings.steps === 'questions',
    closed,
  }
  for (const [name, needed] of Object.entries(needs) as [Name, unknown][])
    if (missing(name, needed)) wanted.push(load(name))
  for (const name of ['draft', 'partial'] as const)
    if (missing(name, settings[name])) wanted.push(tryPart(name))
  return wanted.some(Boolean) ? Promise.all(wanted) : undefined
}
