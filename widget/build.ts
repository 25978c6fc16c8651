/** Builds all that browsers load into `widget/dist`, which the relay serves, and holds it to its budgets. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { build, type InlineConfig, type Rolldown } from 'vite'
import { displayBuild, editorBuild, formBuild, languages, loaderBuild, wordsBuild } from '../vite.config.ts'
import { checkSizes, type Manifest } from './size.ts'

type File = Rolldown.OutputChunk | Rolldown.OutputAsset

/** What a page's developer reads of the script's types. */
const TYPES = 'embed.d.ts'
const here = import.meta.dirname
const dist = join(here, 'dist')
await mkdir(dist, { recursive: true })

const digest = await digestOfWords()
const words = await run(wordsBuild(digest))
const form = await run(formBuild(digest))
const display = await run(displayBuild(chunkOf(form, 'theme')))
const manifest = {
  ...manifestOf(form),
  display: display.map((file) => file.fileName),
  words: words.map((file) => file.fileName),
}
const loader = await run(loaderBuild(`/${manifest.form[0]}`, `/${manifest.display[0]}`))
for (const file of [...form, ...display, ...loader]) refuseEditor(file)
await copyFile(join(here, TYPES), join(dist, TYPES))
await writeFile(join(dist, 'manifest.json'), `${JSON.stringify(manifest)}\n`)
const fits = await checkSizes(dist)

const pages = ['editor/index.html', 'editor/demo.html'].filter((page) => existsSync(join(here, page)))
const editor = pages.length > 0 ? await run(editorBuild(pages, digest)) : []
await removeAllBut([
  'manifest.json',
  TYPES,
  ...[...words, ...form, ...display, ...loader, ...editor].map((file) => file.fileName),
])
process.exitCode = fits ? 0 : 1

async function run(config: InlineConfig): Promise<File[]> {
  const result = await build(config)
  if ('on' in result) throw new Error('A build that watches never ends')
  return [result].flat().flatMap((one) => one.output)
}

/** Changes when a word of any language does. */
async function digestOfWords(): Promise<string> {
  const hash = createHash('sha256')
  for (const language of languages) hash.update(await readFile(join(here, `form/messages/${language}.ts`)))
  return hash
    .digest('base64url')
    .replace(/[^a-z0-9]/gi, '')
    .slice(0, 8)
}

/** The entry with what it imports at once, and what it imports when it must. */
function manifestOf(files: File[]): Omit<Manifest, 'display' | 'words'> {
  const chunks = files.filter((file) => file.type === 'chunk')
  const entry = chunks.find((chunk) => chunk.isEntry)
  if (!entry) throw new Error('The build of the form gave no entry; see formBuild in vite.config.ts')
  const form = [entry.fileName, ...entry.imports]
  return { form, more: chunks.map((chunk) => chunk.fileName).filter((name) => !form.includes(name)) }
}

/** A part of the form that something else loads too: its file's name, without the folder that both are in. */
function chunkOf(files: File[], name: string): string {
  const chunk = files.find((file) => file.type === 'chunk' && file.name === name)
  // Whatever it took from the form's entry would bring all of the form along.
  if (chunk?.type !== 'chunk' || chunk.imports.length > 0)
    throw new Error(`The build of the form gave no chunk ${name} that stands alone`)
  return basename(chunk.fileName)
}

/** Visitors do not load what is the owner's. */
function refuseEditor(file: File) {
  const ids = file.type === 'chunk' ? file.moduleIds : []
  const stray = ids.map((id) => relative(here, id)).find((id) => id.startsWith('editor'))
  if (stray) throw new Error(`${file.fileName} carries ${stray}: loader and form may not import the editor`)
}

/** What earlier builds left. It goes last, so that a relay that runs meanwhile always has a whole set. */
async function removeAllBut(files: string[]) {
  for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile() && !files.includes(relative(dist, path))) await rm(path)
  }
}
