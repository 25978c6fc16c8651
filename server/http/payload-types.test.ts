/** Types that receivers copy must compile, whatever owners write into labels and names: judged by the compiler itself. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { bodyFormats, contentTypes } from '@fieldpost/shared/webhook/body.ts'
import { makeEventSubmission } from '@fieldpost/shared/webhook/make.ts'
import { answersTo, anyPayloadForm } from '@fieldpost/shared/webhook/payload/make.ts'
import { eventsOf, payloadExample, payloadOf } from '@fieldpost/shared/webhook/payload/payload.ts'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'

const SAMPLES = 60
/** The compiler starts in about a second; a busy machine takes longer. */
const PATIENCE_MS = 60_000

const compiler = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url))
const settings = {
  compilerOptions: {
    strict: true,
    noEmit: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noPropertyAccessFromIndexSignature: true,
    isolatedDeclarations: true,
    declaration: true,
    module: 'esnext',
    target: 'es2022',
    types: [],
  },
}

/** What the compiler says of a folder of files, by their names; nothing when all is well. */
async function complaints(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fieldpost-types-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(settings))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [compiler, '-p', folder])
    return stdout
  } catch (error) {
    return String((error as { stdout?: string }).stdout ?? error)
  }
}

const anySample = anyPayloadForm.chain((form) =>
  fc.record({
    form: fc.constant(form),
    type: fc.constantFrom(...eventsOf(form.kind)),
    answers: answersTo(form.definition, false),
    format: fc.constantFrom(...bodyFormats),
    contentType: fc.constantFrom(...contentTypes),
    together: fc.boolean(),
  }),
)

/** The body as a receiver has it in hand, written as an expression. */
const literal = (contentType: string, body: string): string => {
  if (contentType === 'application/json') return body
  const pairs = Map.groupBy(new URLSearchParams(body), ([key]) => key)
  const parsed = [...pairs].map(([key, all]) => {
    const texts = all.map(([, text]) => text)
    return `${JSON.stringify(key)}: ${JSON.stringify(texts.length > 1 ? texts : texts[0])}`
  })
  return `{${parsed.join(', ')}}`
}

test(
  'the types of any form compile, and its bodies are of these types',
  async () => {
    const files = fc
      .sample(anySample, SAMPLES)
      .map(({ form, type, answers, format, contentType, together }, index) => {
        const source = { form, format, contentType }
        const events = together ? eventsOf(form.kind) : ([type] as const)
        const { types } = payloadOf({ ...source, version: 1, events })
        const event = { id: 'evt_1', type, createdAt: '2026-01-02T03:04:05.678Z', workspaceId: 'w' }
        const status = type === 'form.submission.partial' ? 'partial' : 'completed'
        const body = payloadExample(source, event, makeEventSubmission({ answers, status }))
        return [
          `sample-${index}.ts`,
          `${types}\nexport const body: Payload = ${literal(contentType, body)}\n`,
        ]
      })
    expect(await complaints(Object.fromEntries(files))).toBe('')
  },
  PATIENCE_MS,
)

test(
  'a body that is something else is not of the type',
  async () => {
    const [form] = fc.sample(anyPayloadForm, 1)
    const { types } = payloadOf({
      form: form as NonNullable<typeof form>,
      version: 1,
      format: 'event',
      contentType: 'application/json',
      events: ['webhook.test'],
    })
    const wrong = `${types}\nexport const type: Payload['event_type'] = 'form.submission.created'\n`
    expect(await complaints({ 'wrong.ts': wrong })).toContain('TS2322')
  },
  PATIENCE_MS,
)
