/** A real relay with one published form and one webhook, on data of its own. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Program, startProgram } from './process.ts'

const KEY = 'benchmark-key-of-the-first-owner'

/** What the benchmarks read of the owners' answers. */
interface Answer {
  id: string
  items: unknown[]
}

export interface BenchRelay extends Program {
  /** Where its data is. */
  folder: string
  form: string
  webhook: string
  /** An owner's call; resolves with the parsed answer, throws for a status that is no success. */
  api(method: string, path: string, body?: unknown): Promise<Answer>
  /** Stops it, does what needs the file alone, and starts it again; resolves with the ms that this start took. */
  restart(meanwhile: (file: string) => void): Promise<number>
}

export async function startRelay(callbackUrl: string): Promise<BenchRelay> {
  const folder = await mkdtemp(join(tmpdir(), 'fieldpost-bench-'))
  const env = {
    PORT: '0',
    DATA_DIR: folder,
    ADMIN_EMAIL: 'owner@example.com',
    ADMIN_PASSWORD: 'correct horse battery',
    ADMIN_API_KEY: KEY,
    WEBHOOK_ALLOW: '127.0.0.1',
    LOG_LEVEL: 'warn',
  }
  // As `pnpm relay` starts it.
  const start = () => startProgram('main.ts', env, ['--max-semi-space-size=8'])
  let program = await start()
  async function api(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${program.url}/api${path}`, {
      method,
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (!response.ok)
      throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`)
    return (response.status === 204 ? {} : await response.json()) as Answer
  }
  const form = await api('POST', '/forms', {
    title: 'Contact',
    definition: {
      pages: [
        {
          id: 'p1',
          fields: [
            { id: 'f1', name: 'name', kind: 'text', label: 'Name', required: true },
            { id: 'f2', name: 'email', kind: 'email', label: 'Email', required: true },
            { id: 'f3', name: 'message', kind: 'long-text', label: 'Message' },
          ],
        },
      ],
    },
  })
  await api('POST', `/forms/${form.id}/publish`, {})
  const webhook = await api('POST', `/forms/${form.id}/webhooks`, { url: callbackUrl })
  return {
    // Another one after a restart.
    get url() {
      return program.url
    },
    memory: () => program.memory(),
    folder,
    form: form.id,
    webhook: webhook.id,
    api,
    async restart(meanwhile) {
      await program.stop()
      meanwhile(join(folder, 'fieldpost.db'))
      const begun = performance.now()
      program = await start()
      return performance.now() - begun
    },
    async stop() {
      await program.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A submission's body as the widget sends it; every key is another submission. */
export function submissionBody(serial: number): string {
  const key = `00000000-0000-4000-8000-${serial.toString(16).padStart(12, '0')}`
  return JSON.stringify({
    key,
    version: 1,
    answers: {
      name: 'Ada Lovelace',
      email: 'ada@example.com',
      message: 'I would like to know more about the engine, and when it will be ready.',
    },
    context: { url: 'https://example.com/contact', referrer: '', language: 'en' },
  })
}
