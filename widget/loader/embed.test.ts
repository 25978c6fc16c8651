import { execFile } from 'node:child_process'
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Answer } from '@fieldpost/shared/fields/index.ts'
import { expect, expectTypeOf, onTestFinished, test } from 'vitest'
import type { FieldpostAnswer, FieldpostDetails, FieldpostEvent, FieldpostMountOptions } from '../embed.d.ts'
import type { EventName } from '../form/mount.tsx'
import type { Asked } from './instance.ts'

const widget = join(import.meta.dirname, '..')
const types = join(widget, 'embed.d.ts')
const tsc = join(widget, '..', 'node_modules', '.bin', 'tsc')

// The type checker of this repository reads these; `embed.ts` itself promises the calls.
test('the types that pages read are those of the code', () => {
  expectTypeOf<FieldpostEvent>().toEqualTypeOf<EventName>()
  expectTypeOf<keyof FieldpostDetails>().toEqualTypeOf<EventName>()
  expectTypeOf<FieldpostAnswer>().toEqualTypeOf<Answer>()
  expectTypeOf<FieldpostMountOptions>().toExtend<Asked>()
  expectTypeOf<keyof FieldpostMountOptions>().toEqualTypeOf<keyof Asked>()
})

/** What the type checker says of a page's script, in a project that has nothing but the types. */
async function check(script: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fieldpost-types-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await copyFile(types, join(folder, 'embed.d.ts'))
  await writeFile(join(folder, 'page.ts'), script)
  const options = ['--noEmit', '--strict', '--target', 'es2022', '--lib', 'es2022,dom', '--types', '']
  return promisify(execFile)(tsc, [...options, 'embed.d.ts', 'page.ts'], { cwd: folder }).then(
    () => '',
    ({ stdout }: { stdout: string }) => stdout,
  )
}

test("a page's script is checked against them", { timeout: 30_000 }, async () => {
  const said = await check(`
    const { Fieldpost } = window
    const handle = Fieldpost?.mount?.(document.body, { form: 'f1', prefill: { email: 'a@b.co', sizes: ['s'] }, mode: 'popup' })
    handle?.destroy()
    Fieldpost?.open?.('f1', { hidden: { plan: 'pro' } })
    Fieldpost?.close?.('f1')
    const off = Fieldpost?.on?.('submit', ({ submissionId, answers }) => console.log(submissionId.length, answers.email))
    off?.()
    const turned = ({ step, of }: import('./embed').FieldpostDetails['page']) => console.log(step / of)
    Fieldpost?.q.push(['on', 'page', turned], ['open', 'f1'])
    document.addEventListener('fieldpost:submit', ({ detail }) => console.log(detail.submissionId))
  `)
  expect(said).toBe('')
})

test('and what is wrong in it is found', { timeout: 30_000 }, async () => {
  const said = await check(`
    window.Fieldpost?.mount?.(document.body, { from: 'f1' })
    window.Fieldpost?.on?.('sent', () => {})
    document.addEventListener('fieldpost:page', ({ detail }) => detail.submissionId)
  `)
  expect(said.match(/^page\.ts\(\d+/gm)).toEqual(['page.ts(2', 'page.ts(3', 'page.ts(4'])
})
