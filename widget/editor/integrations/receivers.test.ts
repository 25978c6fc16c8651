import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { webhookMethods } from '@fieldpost/shared/webhook/settings.ts'
import { type SignatureStyle, signatureStyles, styleNames } from '@fieldpost/shared/webhook/signature.ts'
import { ownVector } from '@fieldpost/shared/webhook/vectors.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Language, languages, receiverCode } from './receivers.ts'

const { secret, body, id, timestamp } = ownVector

interface Running {
  command: string
  args: string[]
}
/** How each is run, without what a compiler would leave running behind it. */
const commands: Record<Language['id'], (file: string, port: number) => Running> = {
  node: (file) => ({ command: process.execPath, args: [file] }),
  python: (file) => ({ command: 'python3', args: [file] }),
  php: (file, port) => ({ command: 'php', args: ['-S', `127.0.0.1:${port}`, file] }),
  go(file) {
    const program = file.replace(/\.go$/, '')
    const built = spawnSync('go', ['build', '-o', program, file], { encoding: 'utf8' })
    if (built.status !== 0) throw new Error(`go build: ${built.stderr}`)
    return { command: program, args: [] }
  },
  ruby: (file) => ({ command: 'ruby', args: [file] }),
}
const versions: Record<Language['id'], [string, string]> = {
  node: [process.execPath, '--version'],
  python: ['python3', '--version'],
  php: ['php', '--version'],
  go: ['go', 'version'],
  ruby: ['ruby', '--version'],
}

const isAtHand = ({ id }: Language) => spawnSync(versions[id][0], [versions[id][1]]).status === 0
const missing = languages.filter((language) => !isAtHand(language)).map(({ label }) => label)
if (missing.length > 0)
  console.warn(`Receivers that were not tried, for want of their language: ${missing.join(', ')}`)

/** As the relay signs; a time that is signed must be a present one. */
function signed(style: SignatureStyle, header: string, time = Math.floor(Date.now() / 1_000)) {
  const value = style === 'standard' ? `v1,b2xkIG9uZQ== ${standard(time)}` : ownVector.values[style]
  return { 'webhook-id': id, 'webhook-timestamp': String(time), 'x-webhook-id': id, [header]: value }
}

function standard(time: number): string {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  return `v1,${createHmac('sha256', key).update(`${id}.${time}.${body}`).digest('base64')}`
}

/** As somebody signs who hopes that the secret was forgotten. */
function forged(style: SignatureStyle, header: string) {
  const time = Math.floor(Date.now() / 1_000)
  const text = style === 'standard' ? `${id}.${time}.${body}` : body
  const mac = new Uint8Array(createHmac('sha256', '').update(text).digest())
  return { ...signed(style, header, time), [header]: signatureStyles[style].write([mac]) }
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
        const { command, args } = commands[language.id](file, port)
        const env = { ...process.env, WEBHOOK_SECRET: secret, PORT: String(port) }
        child = spawn(command, args, { env, stdio: 'ignore' })
        await listening(port, child)
      })
      afterAll(async () => {
        child?.kill()
        await rm(folder, { recursive: true, force: true })
      })

      const post = async (headers: Record<string, string>, sent: string = body, method = 'POST') => {
        const response = await fetch(`http://127.0.0.1:${port}/`, {
          method,
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

      test.runIf(style === 'hex')(
        'takes what is genuine by every method that a webhook may have',
        async () => {
          for (const method of webhookMethods)
            expect(await post(signed(style, header), body, method)).toBe(204)
        },
      )

      test.runIf(style === 'hex')('outlives a request that breaks off', async () => {
        const socket = connect(port, '127.0.0.1')
        await once(socket, 'connect')
        const sent = new Promise((done) =>
          socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\n{', done),
        )
        await sent
        // One more of its turns, so that it has read the beginning.
        expect(await post(signed(style, header))).toBe(204)
        socket.resetAndDestroy()
        for (let i = 0; i < 3; i++) expect(await post(signed(style, header))).toBe(204)
      })

      test.runIf(style === 'standard')('refuses one that was recorded long ago', async () => {
        expect(standard(timestamp)).toBe(ownVector.values.standard)
        expect(await post(signed(style, header, timestamp))).toBe(401)
        expect(await post(signed(style, header, Math.floor(Date.now() / 1_000) - 310))).toBe(401)
        expect(await post(signed(style, header, Math.floor(Date.now() / 1_000) + 310))).toBe(401)
      })

      test('does not start, or takes nothing, without a secret', async () => {
        const other = await freePort()
        const { command, args } = commands[language.id](join(folder, language.file), other)
        const without = spawn(command, args, {
          env: { ...process.env, PORT: String(other) },
          stdio: 'ignore',
        })
        try {
          const answer = await listening(other, without).then(
            () =>
              fetch(`http://127.0.0.1:${other}/`, { method: 'POST', headers: forged(style, header), body }),
            () => null,
          )
          expect(answer === null || answer.status >= 400).toBe(true)
        } finally {
          without.kill()
        }
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
