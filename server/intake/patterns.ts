/**
 * Owners' patterns on a linear engine: what takes Node's own engine seconds to find no match for takes this one
 * microseconds, and no visitor waits for another's answer. The engine is loaded when a form first needs it.
 */
import type { Definition } from '@fieldpost/shared/form.ts'
import type { ProblemIssue } from '@fieldpost/shared/problem.ts'
import type { RE2JS } from 're2js'

/** Compiled patterns kept; each may remember up to 8 MB of how it went through texts. */
const COMPILED_KEPT = 64
/** Instructions of the largest pattern that is taken: `.{1,1000}` has two thousand. */
const MOST_INSTRUCTIONS = 5_000

let engine: typeof RE2JS | undefined
const compiled = new Map<string, RE2JS>()

const patternsOf = ({ pages }: Pick<Definition, 'pages'>) =>
  pages.flatMap((page, pageIndex) =>
    page.fields.flatMap((field, index) =>
      field.kind === 'text' && field.pattern
        ? [{ at: `pages.${pageIndex}.fields.${index}.pattern`, pattern: field.pattern }]
        : [],
    ),
  )

/** Loads the engine if a definition has patterns: before its answers are judged. */
export async function preparePatterns(definition: Pick<Definition, 'pages'>): Promise<void> {
  if (!engine && patternsOf(definition).length > 0) engine = (await import('re2js')).RE2JS
}

/** Whether a text matches a pattern as a whole. The engine must have been loaded. */
export function matches(pattern: string, text: string): boolean {
  const known = compiled.get(pattern)
  if (known) return known.matches(text)
  const made = compile(pattern)
  if (compiled.size >= COMPILED_KEPT) for (const oldest of compiled.keys()) if (compiled.delete(oldest)) break
  compiled.set(pattern, made)
  return made.matches(text)
}

/** Every pattern of a definition that the engine does not take, by its path in the definition. */
export async function patternIssues(definition: Pick<Definition, 'pages'>): Promise<ProblemIssue[]> {
  await preparePatterns(definition)
  return patternsOf(definition).flatMap(({ at, pattern }) => {
    const message = whyNot(pattern)
    return message ? [{ field: at, code: 'pattern', message }] : []
  })
}

function whyNot(pattern: string): string | undefined {
  try {
    return compile(pattern).programSize() > MOST_INSTRUCTIONS
      ? 'This pattern repeats too much: it would be too large.'
      : undefined
  } catch (error) {
    return `The relay cannot use this pattern: ${error instanceof Error ? error.message : error}`
  }
}

function compile(pattern: string): RE2JS {
  if (!engine) throw new Error('A pattern was to be matched before its engine was loaded')
  return engine.compile(translated(pattern))
}

const SPACES =
  '\\t-\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}'
const OTHERS =
  '\\x{0}-\\x{8}\\x{e}-\\x{1f}!-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}' +
  '\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}'
const ANYTHING = '\\x{0}-\\x{10ffff}'

const TOKEN =
  /\\u\{(?<point>[\da-f]+)\}|\\u(?<high>d[89ab][\da-f]{2})\\u(?<low>d[c-f][\da-f]{2})|\\u(?<unit>[\da-f]{4})|\\c(?<control>[a-z])|\\(?<p>p)\{(?:General_Category|gc|Script|sc)=(?<value>\w+)\}|\\.|\[\^?\]|\[\^?|\]|\./giu

/** A pattern that JavaScript's engine reads (with the flag u) as RE2 writes the same. */
function translated(pattern: string): string {
  let inClass = false
  return pattern.replace(TOKEN, (token: string, ...more: unknown[]) => {
    const { point, high, low, unit, control, p, value } = more.at(-1) as Record<string, string | undefined>
    if (high && low) {
      const pair = String.fromCharCode(Number.parseInt(high, 16), Number.parseInt(low, 16))
      return `\\x{${pair.codePointAt(0)?.toString(16)}}`
    }
    if (point ?? unit) return `\\x{${point ?? unit}}`
    if (control) return `\\x{${(control.charCodeAt(0) % 32).toString(16)}}`
    if (p) return `\\${p}{${value}}`
    if (token === '\\s') return inClass ? SPACES : `[${SPACES}]`
    if (token === '\\S') return inClass ? OTHERS : `[${OTHERS}]`
    if (token === '\\b' && inClass) return '\\x{8}'
    if (token.startsWith('\\')) return token
    if (inClass) {
      if (token.endsWith(']')) inClass = false
      // To RE2, a bracket in a class may begin one of POSIX.
      return token.replace('[', '\\[')
    }
    // Only \n and the like end a line to JavaScript.
    if (token === '.') return '[^\\n\\r\\x{2028}\\x{2029}]'
    if (token === '[]') return `[^${ANYTHING}]`
    if (token === '[^]') return `[${ANYTHING}]`
    inClass = true
    return token
  })
}
