/** The pages that a form comes on, as an owner writes them: one on each line. */
import { limits } from '@fieldpost/shared/limits.ts'
import type { Parsed } from '../ui/typed.ts'

const MOST = 50

export const formatAddresses = (urls: readonly string[]): string => urls.join('\n')

export function parseAddresses(text: string): Parsed<string[]> {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const odd = lines.find((line) => !/^(\/|\*|https?:\/\/)/.test(line))
  if (odd !== undefined)
    return { error: `“${odd}” begins neither with / nor with https://, so it would never match.` }
  if (lines.some((line) => line.length > limits.titleLength))
    return { error: `An address has at most ${limits.titleLength} characters.` }
  if (lines.length > MOST) return { error: `At most ${MOST} addresses.` }
  return { value: lines }
}
