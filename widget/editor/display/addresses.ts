/** The pages that a form comes on, as an owner writes them: one on each line. */
import { limits } from '@fieldpost/shared/limits.ts'
import type { Parsed } from '../ui/typed.ts'

const MOST = 50
/** A path, or an address with or without its scheme; `!` before it takes pages away. */
const ADDRESS = /^!?(\/|\*|https?:\/\/\S|localhost\b|[\w-]+\.[\w-])\S*$/

export const formatAddresses = (urls: readonly string[]): string => urls.join('\n')

export function parseAddresses(text: string): Parsed<string[]> {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const odd = lines.find((line) => !ADDRESS.test(line))
  if (odd !== undefined)
    return {
      error: `“${odd}” is neither a path, which begins with /, nor an address like shop.example/cart.`,
    }
  if (lines.some((line) => line.length > limits.titleLength))
    return { error: `An address has at most ${limits.titleLength} characters.` }
  if (lines.length > MOST) return { error: `At most ${MOST} addresses.` }
  return { value: lines }
}
