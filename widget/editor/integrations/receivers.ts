/** Receivers to copy, for the signature that a webhook has. They are data: `receivers.json`. */
import { type SignatureStyle, styleNames } from '@fieldpost/shared/webhook/signature.ts'
import * as v from 'valibot'
import data from './receivers.json'

const lines = v.pipe(
  v.array(v.string()),
  v.transform((all) => all.join('\n')),
)

const Language = v.object({
  id: v.picklist(['node', 'python', 'php', 'go', 'ruby']),
  label: v.string(),
  file: v.string(),
  /** How to start it. */
  run: v.string(),
  code: lines,
  verify: v.object(v.entriesFromList(styleNames, lines)),
  /** What only some styles need of the standard library, where a language minds what is not used. */
  imports: v.optional(v.partial(v.object(v.entriesFromList(styleNames, lines)))),
  moreImports: v.optional(v.partial(v.object(v.entriesFromList(styleNames, lines)))),
})
export type Language = v.InferOutput<typeof Language>

export const languages: readonly Language[] = v.parse(v.array(Language), data)

/** The whole program; the secret comes from the environment. */
export function receiverCode(
  language: Language,
  signature: { header: string; style: SignatureStyle },
): string {
  const { imports, moreImports } = language
  const importing = (lines: string | undefined) => (lines === undefined ? '' : `${lines}\n`)
  const code = language.code
    .replace('{{imports}}\n', () => importing(imports?.[signature.style]))
    .replace('{{moreImports}}\n', () => importing(moreImports?.[signature.style]))
    .replace('{{verify}}', () => language.verify[signature.style])
  return filledIn(code, signature.header)
}

/** Names of headers are in lower case, but for CGI, which has its own for them. */
export const filledIn = (code: string, header: string): string =>
  code
    .replaceAll('{{header}}', () => header.toLowerCase())
    .replaceAll('{{HEADER}}', () => `HTTP_${header.toUpperCase().replaceAll('-', '_')}`)
