/**
 * The built files of the widget and the editor, read once at boot and kept in memory, compressed the first time a
 * browser asks for it.
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { type Context, Hono } from 'hono'
import { ProblemError } from './problem.ts'

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.ts': 'text/plain; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
}
/** The tag is pasted once and never changes, so what it loads is asked for anew now and then. */
const LOADER_CACHE = 'public, max-age=300'
/** A name with a hash in it means one content for ever. */
const ASSET_CACHE = 'public, max-age=31536000, immutable'

const compress = {
  br: (bytes: Buffer) =>
    promisify(brotliCompress)(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY },
    }),
  gzip: (bytes: Buffer) => promisify(gzip)(bytes, { level: 9 }),
}

interface Asset {
  bytes: Buffer
  type: string
  etag: string
  packed: Map<string, Promise<Buffer>>
}

function load(file: string): Asset {
  const bytes = readFileSync(file)
  return {
    bytes,
    type: TYPES[extname(file)] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 16)}"`,
    packed: new Map(),
  }
}

export type Assets = ReturnType<typeof loadAssets>

/** Reads what `pnpm build` made; throws, with what to do, when it did not. */
export function loadAssets(dist: string) {
  const loader = join(dist, 'embed.js')
  if (!existsSync(loader))
    throw new Error(`${loader} is missing: run "pnpm build" first, or start with "pnpm serve".`)
  const folder = join(dist, 'assets')
  const assets = new Map(readdirSync(folder).map((name) => [name, load(join(folder, name))]))
  const page = (name: string) => {
    const file = join(dist, 'editor', name)
    return existsSync(file) ? readFileSync(file, 'utf8') : null
  }
  return {
    loader: load(loader),
    /** The loader's types, for developers of the pages that it is on. */
    types: load(join(dist, 'embed.d.ts')),
    assets,
    /** The names of the bundles that the loader asks for. */
    entries: entriesOf(join(dist, 'manifest.json')),
    editorPage: page('index.html'),
    demoPage: page('demo.html'),
  }
}

function entriesOf(manifest: string): Readonly<Record<string, string>> {
  const { form, display }: Record<'form' | 'display', string[]> = JSON.parse(readFileSync(manifest, 'utf8'))
  return { form: basename(form[0] ?? ''), display: basename(display[0] ?? '') }
}

/** `/embed.js`, its types, and `/assets/*`, for every origin. */
export function assetRoutes(built: Assets) {
  return new Hono()
    .get('/embed.js', (c) => answer(c, built.loader, LOADER_CACHE))
    .get('/embed.d.ts', (c) => answer(c, built.types, LOADER_CACHE))
    .get('/assets/:name', async (c) => {
      const name = c.req.param('name')
      const asset = built.assets.get(name)
      if (asset) return answer(c, asset, ASSET_CACHE)
      // A loader from before an upgrade, still in somebody's cache, asks for a form that is no longer here.
      // Only the entries: another chunk's exports would not fit the one that asks.
      const entry = built.entries[/^(form|display)-[\w-]{8}\.js$/.exec(name)?.[1] ?? '']
      if (entry) {
        c.header('cache-control', 'no-store')
        return c.redirect(`/assets/${entry}`, 307)
      }
      throw new ProblemError('not-found', `There is no file ${name}.`)
    })
}

async function answer(c: Context, asset: Asset, cache: string): Promise<Response> {
  const headers: Record<string, string> = {
    'content-type': asset.type,
    'cache-control': cache,
    etag: asset.etag,
    vary: 'accept-encoding',
  }
  if (c.req.header('if-none-match')?.includes(asset.etag)) return c.body(null, 304, headers)
  const accepted = c.req.header('accept-encoding') ?? ''
  const encoding = accepted.includes('br') ? 'br' : accepted.includes('gzip') ? 'gzip' : null
  if (!encoding) return c.body(new Uint8Array(asset.bytes), 200, headers)
  const packed = asset.packed.get(encoding) ?? compress[encoding](asset.bytes)
  asset.packed.set(encoding, packed)
  return c.body(new Uint8Array(await packed), 200, { ...headers, 'content-encoding': encoding })
}
