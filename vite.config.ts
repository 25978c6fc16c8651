/** The three builds of `widget/build.ts`, and the unit tests' projects. */
import { fileURLToPath } from 'node:url'
import type { InlineConfig } from 'vite'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('widget/', import.meta.url))

/** The oldest browsers that can do it: those that have `adoptedStyleSheets` and `color-mix`, of spring 2023. */
const target = ['chrome111', 'firefox113', 'safari16.4']
/** What of CSS is passed on as it is. The style sheets have fallbacks for older browsers where it matters. */
const cssTarget = ['chrome123', 'firefox125', 'safari17.5']

/** The form draws with what of Preact it uses, on owners' pages and in the editor's preview alike. */
const ownDom = {
  name: 'own-dom',
  enforce: 'pre' as const,
  resolveId: (source: string, importer?: string) =>
    /^preact(\/jsx-runtime)?$/.test(source) && importer?.startsWith(`${root}form/`)
      ? `${root}form/dom.ts`
      : undefined,
}

const common = {
  plugins: [ownDom],
  root,
  configFile: false,
  publicDir: false,
  logLevel: 'warn',
} satisfies InlineConfig

const output = {
  outDir: 'dist',
  emptyOutDir: false,
  target,
  cssTarget,
  modulePreload: false,
  reportCompressedSize: false,
} as const

/** What a visitor loads when a form comes near: `assets/form-HASH.js`, a module. */
export const formBuild = (digest: string): InlineConfig => ({
  ...common,
  define: knownWords(digest),
  build: {
    ...output,
    // A library: anything else gets a helper that puts <link> elements into the page.
    lib: { entry: { form: 'form/live.ts' }, formats: ['es'] },
    rolldownOptions: {
      // What both parts need stays in the entry, so that most forms are one request.
      preserveEntrySignatures: 'allow-extension',
      // Settings schemas are built when their module is read; nothing in it may keep them in the bundle.
      treeshake: { propertyReadSideEffects: false },
      output: {
        entryFileNames: 'assets/[name]-[hash].js',
        chunkFileNames: 'assets/form-[name]-[hash].js',
        // Libraries keep their spaces and comments by default, for bundlers that come after.
        minify: true,
        comments: false,
        // All that every form needs is one script, however many parts share some of it.
        codeSplitting: { groups: [{ name: 'form', tags: ['$initial'] }] },
      },
    },
  },
})

/** The languages that the form's own words are translated into, each a script of its own; English is in the form. */
export const languages = [
  'ar',
  'de',
  'es',
  'fr',
  'he',
  'it',
  'ja',
  'nl',
  'pl',
  'pt',
  'sv',
  'tr',
  'zh',
] as const

/**
 * One script per language, `assets/words-LANGUAGE-DIGEST.js`. They share a digest, so that the form finds each by
 * its language alone and carries no list of file names.
 */
export const wordsBuild = (digest: string): InlineConfig => ({
  ...common,
  build: {
    ...output,
    lib: {
      entry: Object.fromEntries(languages.map((language) => [language, `form/messages/${language}.ts`])),
      formats: ['es'],
    },
    rolldownOptions: {
      output: { entryFileNames: `assets/words-[name]-${digest}.js`, minify: true, comments: false },
    },
  },
})

/** What every build that can show a form knows of those scripts. */
const knownWords = (digest: string) => ({
  WORDS_DIGEST: JSON.stringify(digest),
  LANGUAGES: JSON.stringify(languages.join(' ')),
})

/**
 * What stands over the page: `assets/display-HASH.js`, a module. A build of its own: what it has in common with the
 * form would otherwise be a third request of every form. It loads the form's `themeChunk`, which lies beside it.
 */
export const displayBuild = (themeChunk: string): InlineConfig => ({
  ...common,
  define: { THEME_ASSET: JSON.stringify(`./${themeChunk}`) },
  build: {
    ...output,
    lib: { entry: { display: 'form/display/display.ts' }, formats: ['es'] },
    rolldownOptions: {
      external: [`./${themeChunk}`],
      makeAbsoluteExternalsRelative: false,
      output: { entryFileNames: 'assets/[name]-[hash].js', minify: true, comments: false },
    },
  },
})

/** The script that owners paste: `embed.js`, a classic script that knows the addresses of the other two. */
export const loaderBuild = (formAsset: string, displayAsset: string): InlineConfig => ({
  ...common,
  define: { FORM_ASSET: JSON.stringify(formAsset), DISPLAY_ASSET: JSON.stringify(displayAsset) },
  build: {
    ...output,
    rolldownOptions: {
      input: { embed: 'loader/embed.ts' },
      output: { format: 'iife', entryFileNames: '[name].js' },
    },
  },
})

/** The owner's app and the demo page, from the relay's own root. No inline script or style: their policy has none. */
export const editorBuild = (pages: string[], digest: string): InlineConfig => ({
  ...common,
  define: knownWords(digest),
  base: '/',
  build: {
    ...output,
    cssCodeSplit: true,
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: pages,
      // The preview imports when it must what other tabs have at once.
      checks: { ineffectiveDynamicImport: false },
    },
  },
})

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'node', include: ['{shared,server,cli}/**/*.test.ts'] } },
      // What needs a page is tested in a real browser, by e2e; here is what a browser only carries out.
      {
        define: { FORM_ASSET: '"/assets/form-test.js"', ...knownWords('test') },
        test: { name: 'dom', include: ['widget/**/*.test.{ts,tsx}'] },
      },
    ],
  },
})
