/**
 * Puts the command line into one file that needs nothing beside it, for the oldest Node it promises to run on. A bundle
 * and not the compiler's output, because it shares types and presets with the relay, which are no package.
 */
import { join } from 'node:path'
import { build } from 'vite'

await build({
  root: import.meta.dirname,
  configFile: false,
  logLevel: 'warn',
  ssr: { noExternal: true },
  build: {
    ssr: 'main.ts',
    outDir: join(import.meta.dirname, 'dist'),
    target: 'node20',
    minify: false,
    rolldownOptions: { output: { entryFileNames: 'main.js' } },
  },
})
