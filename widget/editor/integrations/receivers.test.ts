import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type SignatureStyle, styleNames } from '@fieldpost/shared/webhook/signature.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Language, languages, receiverCode } from './receivers.ts'

const secret = 'whsec_dGhpcyBpcyBubyByZWFsIHNlY3JldCBhdCBhbGw='
const body = '{"name":"Ada","email":"ada@example.com","note":"ünïcödé"}'
const id = 'evt_1'
const commands: Record<Language['id'], (file: string, port: number) => [string, string[]]> = {
  node: (file) => [process.execPath, [file]],
  python: (file) => ['python3', [file]],
  php: (file, port) => ['php', ['-S', `127.0.0.1:${port}`, file]],
}

const isAtHand = (language: Language) => {
  const [command] = commands[language.id]('', 0)
  return spawnSync(command, ['--version']).status === 0
}

/** As the relay signs. */
function signed(style: SignatureStyle, header: string, time = Math.floor(Date.now() / 1_000)) {
  const key = style === 'standard' ? Buffer.from(secret.slice('whsec_'.length), 'base64') : secret
  const bytes = style === 'standard' ? `${id}.${time}.${body}` : body
  const mac = createHmac('sha256', key).update(bytes)
  const value = {
    'sha256=hex': () => `sha256=${mac.digest('hex')}`,
    hex: () => mac.digest('hex'),
    base64: () => mac.digest('base64'),
    standard: () => `v1,b2xkIG9uZQ== v1,${mac.digest('base64')}`,
  }[style]()
  return { 'webhook-id': id, 'webhook-timestamp': String(time), 'x-webhook-id': id, [header]: value }
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

describe.each(languages.map((language) => [language.label, language] as const))(
  'the receiver in %s',
  (_, language) => {
    describe.skipIf(!isAtHand(language)).each(styleNames)('for %s', (style) => {
      const header = style === 'standard' ? 'webhook-signature' : 'X-Acme-Signature'
      let folder: string
      let port: number
      let child: ChildProcess

      beforeAll(async () => {
        folder = await mkdtemp(join(tmpdir(), 'receiver-'))
        const file = join(folder, language.file)
        await writeFile(file, receiverCode(language, { header, style }))
        port = await freePort()
        const [command, args] = commands[language.id](file, port)
        const env = { ...process.env, WEBHOOK_SECRET: secret, PORT: String(port) }
        child = spawn(command, args, { env, stdio: 'ignore' })
        await listening(port, child)
      })
      afterAll(async () => {
        child?.kill()
        await rm(folder, { recursive: true, force: true })
      })

      const post = async (headers: Record<string, string>, sent = body) => {
        const response = await fetch(`http://127.0.0.1:${port}/`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: sent,
        })
        return response.status
      }

      test('takes what is genuine', async () => {
        expect(await post(signed(style, header))).toBe(204)
      })

      test('refuses another body', async () => {
        expect(await post(signed(style, header), body.replace('Ada', 'Eve'))).toBe(401)
      })

      test('refuses a delivery without a signature', async () => {
        expect(await post({ 'x-webhook-id': id })).toBe(401)
      })

      test('refuses a signature of another length or script', async () => {
        expect(await post({ ...signed(style, header), [header]: 'sha256=é' })).toBe(401)
      })

      test.runIf(style === 'standard')('refuses one that was recorded long ago', async () => {
        expect(await post(signed(style, header, Math.floor(Date.now() / 1_000) - 3_600))).toBe(401)
      })
    })
  },
)

/** Resolves when something answers at the port. */
async function listening(port: number, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    try {
      await fetch(`http://127.0.0.1:${port}/`, { method: 'POST' })
      return
    } catch {
      await new Promise((done) => setImmediate(done))
    }
  }
  throw new Error(`The receiver ended with ${child.exitCode} before it listened`)
}
