#!/usr/bin/env node
// Published, the build lies in dist. In a clone the sources are here, and a Node that can runs them as they are, so
// that nobody meets a build of yesterday.
import { existsSync } from 'node:fs'

const source = new URL('main.ts', import.meta.url)
const built = new URL('dist/main.js', import.meta.url)

if (existsSync(source) && process.features.typescript) await import(source.href)
else if (existsSync(built)) await import(built.href)
else {
  console.error('This clone is not built. Run it with Node 24, or run `pnpm build` first.')
  process.exitCode = 1
}
