// The package for receivers as they get it: packed, installed in an empty folder, run and type-checked there.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { verifyReasons } from '@fieldpost/shared/webhook/verify.ts'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { makeApp } from '../test/make.ts'
import { startReceiver } from '../test/receiver.ts'

/** Bytes of all its code, each file by itself, gzip. */
const BUDGET = 2_800

const root = join(import.meta.dirname, '..', '..')
const source = join(root, 'verify')
let folder: string
let installed: string

/** The oldest Node that it is for, and this one: whatever of them is on the PATH. */
const nodes = new Map([[majorOf(process.execPath), process.execPath]])
for (const place of (process.env.PATH ?? '').split(delimiter)) {
  const command = join(place, 'node')
  const major = majorOf(command)
  if (major >= 20 && !nodes.has(major)) nodes.set(major, command)
}
if (!nodes.has(20)) console.warn('The package was not tried in Node 20, which is not at hand')

function majorOf(command: string): number {
  const { stdout } = spawnSync(command, ['--version'], { encoding: 'utf8' })
  return Number.parseInt(stdout?.slice(1) ?? '', 10) || 0
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fieldpost-verify-'))
  execFileSync('npm', ['pack', '--pack-destination', folder], { cwd: source, stdio: 'pipe' })
  const [tarball = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'))
  writeFileSync(join(folder, 'package.json'), '{"type": "module", "private": true}')
  execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', `./${tarball}`], {
    cwd: folder,
    stdio: 'pipe',
  })
  installed = join(folder, 'node_modules', '@fieldpost', 'verify')
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const written = (name: string) => readFileSync(join(installed, name), 'utf8')

test('has its code, types, licence and words, and nothing else', () => {
  const files = readdirSync(installed, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(installed.length + 1))
  expect(files.sort()).toEqual([
    'LICENSE',
    'README.md',
    'dist/headers.d.ts',
    'dist/headers.js',
    'dist/signature.d.ts',
    'dist/signature.js',
    'dist/verify.d.ts',
    'dist/verify.js',
    'package.json',
  ])
  expect(JSON.parse(written('package.json'))).not.toHaveProperty('dependencies')
})

test('is small', () => {
  const sizes = ['verify', 'signature', 'headers'].map((name) => gzipSync(written(`dist/${name}.js`)).length)
  const size = sizes.reduce((sum, each) => sum + each)
  console.info(`@fieldpost/verify: ${size} bytes of ${BUDGET}, gzip`)
  expect(size).toBeLessThanOrEqual(BUDGET)
})

test('needs Web Crypto and no other module', () => {
  const imports = ['verify', 'signature', 'headers'].flatMap((name) =>
    Array.from(written(`dist/${name}.js`).matchAll(/from '([^']+)'/g), ([, from]) => from),
  )
  expect([...new Set(imports)].sort()).toEqual(['./headers.js', './signature.js'])
})

test('tells of every reason in its README', () => {
  const [, section = ''] = /## Why it says no\n(.*?)\n## /s.exec(written('README.md')) ?? []
  const listed = Array.from(section.matchAll(/^\| `([a-z-]+)` +\|/gm), ([, reason]) => reason).filter(
    (reason) => reason !== 'reason',
  )
  expect(listed.sort()).toEqual(Object.keys(verifyReasons).sort())
})

describe.each([...nodes])('in Node %i', (_, command) => {
  test.each(['sha256=hex', 'hex', 'base64', 'standard'] as const)(
    'verifies a real delivery in the style %s, and no other',
    async (style) => {
      const receiver = await startReceiver()
      onTestFinished(() => receiver.close())
      const relay = makeApp({ allow: '127.0.0.1' })
      const form = await relay.publish('ada')
      const signature = { style, header: style === 'standard' ? 'webhook-signature' : 'X-Signature' }
      const webhook = await relay.addWebhook('ada', form.id, { url: `${receiver.url}/hook`, signature })
      await relay.get(`POST /api/webhooks/${webhook.id}/test`, { as: 'ada' })
      const [request] = await receiver.waitFor(1)
      const delivery = {
        body: request?.body.toString(),
        headers: request?.headers,
        secret: webhook.secret,
        style,
        now: relay.clock.now(),
      }
      const script = `
        import { verify } from '@fieldpost/verify'
        const delivery = ${JSON.stringify(delivery)}
        const forged = { ...delivery, body: delivery.body.replace('{', '{ ') }
        const asFetched = { ...delivery, headers: new Headers(delivery.headers), body: new TextEncoder().encode(delivery.body) }
        console.log(JSON.stringify([await verify(delivery), await verify(asFetched), await verify(forged)]))`
      writeFileSync(join(folder, 'receive.mjs'), script)
      const printed = execFileSync(command, ['receive.mjs'], { cwd: folder, encoding: 'utf8' })
      expect(JSON.parse(printed)).toEqual([
        { valid: true },
        { valid: true },
        { valid: false, reason: 'mismatch' },
      ])
    },
  )
})

test.each(['nodenext', 'bundler'])('has types for a consumer that resolves modules by %s', (resolution) => {
  writeFileSync(
    join(folder, 'consumer.ts'),
    `import { type Verdict, verify, verifyReasons } from '@fieldpost/verify'
    const verdict: Verdict = await verify({ body: '', headers: new Headers(), secret: ['a', 'b'], style: 'hex' })
    export const why: string = verdict.valid ? '' : verifyReasons[verdict.reason]
    // @ts-expect-error no such style
    await verify({ body: '', headers: {}, secret: 'a', style: 'md5' })
    // @ts-expect-error a secret is needed
    await verify({ body: '', headers: {} })`,
  )
  const modules = resolution === 'bundler' ? 'esnext' : 'nodenext'
  const options = ['--noEmit', '--strict', '--ignoreConfig', '--target', 'es2022', '--lib', 'es2022,dom']
  const { stdout, status } = spawnSync(
    join(root, 'node_modules', '.bin', 'tsc'),
    [...options, '--module', modules, '--moduleResolution', resolution, 'consumer.ts'],
    { cwd: folder, encoding: 'utf8' },
  )
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' })
})
