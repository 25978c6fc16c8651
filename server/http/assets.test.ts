import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { Hono } from 'hono'
import { describe, expect, it, onTestFinished } from 'vitest'
import { assetRoutes, loadAssets } from './assets.ts'
import { answerError } from './problem.ts'

const CODE = 'console.log("the form");'.repeat(20)

async function makeDist() {
  const dist = await mkdtemp(join(tmpdir(), 'fieldpost-'))
  onTestFinished(() => rm(dist, { recursive: true, force: true }))
  await mkdir(join(dist, 'assets'))
  await writeFile(join(dist, 'embed.js'), 'console.log("the loader")')
  await writeFile(join(dist, 'assets', 'form-NEW.js'), CODE)
  await writeFile(join(dist, 'embed.d.ts'), 'export {}')
  await writeFile(
    join(dist, 'manifest.json'),
    '{"form":["assets/form-NEW.js"],"more":[],"display":["assets/display-NEW.js"]}',
  )
  return dist
}

async function makeApp() {
  const app = new Hono().route('/', assetRoutes(loadAssets(await makeDist())))
  app.onError((error, c) => answerError(error, c, { error: () => {} }))
  return app
}

describe('the built files', () => {
  it('are missed with a word on how to make them', () => {
    expect(() => loadAssets('/nowhere')).toThrow(/embed\.js is missing: run "pnpm build"/)
  })

  it('are kept for ever under a name with a hash, and asked for again without one', async () => {
    const app = await makeApp()
    const cache = async (path: string) => (await app.request(path)).headers.get('cache-control')
    expect(await cache('/assets/form-NEW.js')).toMatch(/immutable/)
    expect(await cache('/embed.js')).toBe('public, max-age=300')
  })

  it('come with types that an editor can read and a browser does not run', async () => {
    const app = await makeApp()
    const response = await app.request('/embed.d.ts')
    expect([response.headers.get('content-type'), await response.text()]).toEqual([
      'text/plain; charset=utf-8',
      'export {}',
    ])
  })

  it('are compressed for who takes it', async () => {
    const app = await makeApp()
    const get = async (encoding: string) => {
      const response = await app.request('/assets/form-NEW.js', { headers: { 'accept-encoding': encoding } })
      return {
        encoding: response.headers.get('content-encoding'),
        bytes: Buffer.from(await response.arrayBuffer()),
      }
    }
    const [br, gzip, plain] = [await get('gzip, br'), await get('gzip'), await get('')]
    expect([br.encoding, gzip.encoding, plain.encoding]).toEqual(['br', 'gzip', null])
    expect(brotliDecompressSync(br.bytes).toString()).toBe(CODE)
    expect(gunzipSync(gzip.bytes).toString()).toBe(CODE)
    expect(plain.bytes.toString()).toBe(CODE)
  })

  it('are not sent again to who has them', async () => {
    const app = await makeApp()
    const etag = (await app.request('/embed.js')).headers.get('etag') ?? ''
    const again = await app.request('/embed.js', { headers: { 'if-none-match': `W/${etag}` } })
    expect([again.status, await again.text()]).toEqual([304, ''])
  })

  it('still serve a loader from before an upgrade', async () => {
    const app = await makeApp()
    const response = await app.request('/assets/form-OLD12345.js')
    expect([response.status, response.headers.get('location')]).toEqual([307, '/assets/form-NEW.js'])
    expect(response.headers.get('cache-control')).toBe('no-store')
    const over = await app.request('/assets/display-OLD12345.js')
    expect(over.headers.get('location')).toBe('/assets/display-NEW.js')
  })

  it('are nothing but what was built', async () => {
    const app = await makeApp()
    for (const name of [
      'nothing.js',
      'form-more-OLD12345.js',
      '..%2fmanifest.json',
      '%2e%2e%2fembed.js',
      'constructor',
    ]) {
      expect((await app.request(`/assets/${name}`)).status).toBe(404)
    }
  })
})
