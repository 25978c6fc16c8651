/**
 * What a visitor loads, in bytes after minifying and gzip -9, and the most that it may be. The build ends with it;
 * `node widget/size.ts` measures the last build again.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const budgets = {
  'the loader': 2_500,
  'what stands over the page': 6_000,
  'a contact form in all': 16_000,
  'every kind of field in all': 30_000,
  'the same with every setting': 33_000,
}

/** What a build writes into `manifest.json`: file names under `widget/dist`. */
export interface Manifest {
  /** What every form loads, the entry first. */
  form: string[]
  /** What forms load that need it. */
  more: string[]
  /** What forms load that are not inline. */
  display: string[]
  /** The form's own words, of which a form loads one language at most. */
  words: string[]
}

/** Of those that only some forms load, the one that a form loads when its visitor sees it: it sends what failed. */
const SAVED = /\/form-saved-/
/** What kinds load for a setting of theirs: a search in a long list, other words, another order, a count. */
const SETTING = /\/form-(combobox|more-extras)-/
/** Of the others, those that are about the way through a form, and its looks. All that remain are kinds of fields. */
const NO_KIND = /\/form-(closed|draft|en-refusals|logic|partial|steps|text|theme)-/

/** Prints what each script weighs and each budget; whether all budgets hold. */
export async function checkSizes(dist: string): Promise<boolean> {
  const { form, more, display } = JSON.parse(await readFile(join(dist, 'manifest.json'), 'utf8')) as Manifest
  const weigh = async (files: string[]) => {
    let sum = 0
    for (const file of files) {
      const bytes = gzipSync(await readFile(join(dist, file)), { level: 9 }).length
      console.log(`  ${file.padEnd(36)} ${String(bytes).padStart(7)}`)
      sum += bytes
    }
    return sum
  }
  console.log('min+gzip, bytes')
  const loader = await weigh(['embed.js'])
  const over = await weigh(display)
  const contact = loader + (await weigh([...form, ...more.filter((file) => SAVED.test(file))]))
  const settings = more.filter((file) => SETTING.test(file))
  const others = more.filter((file) => !SAVED.test(file) && !settings.includes(file))
  const every = contact + (await weigh(others.filter((file) => !NO_KIND.test(file))))
  const set = every + (await weigh(settings))
  await weigh(others.filter((file) => NO_KIND.test(file)))
  let fits = true
  for (const [index, [what, most]] of Object.entries(budgets).entries()) {
    const is = [loader, over, contact, every, set][index] ?? 0
    console.log(`  ${what.padEnd(36)} ${String(is).padStart(7)} of ${most}${is > most ? '  TOO MUCH' : ''}`)
    fits &&= is <= most
  }
  return fits
}

if (import.meta.main) process.exitCode = (await checkSizes(join(import.meta.dirname, 'dist'))) ? 0 : 1
