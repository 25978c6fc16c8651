/** What every page for visitors has around it, and its one style sheet. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { html } from 'hono/html'
import type { Html } from './inline.ts'

const css = readFileSync(join(import.meta.dirname, 'style.css'), 'utf8')
const hash = createHash('sha256').update(css).digest('base64url').slice(0, 12)

/** The style sheet; its address is below that of the pages, and changes with it. */
export const style = { css, etag: `"${hash}"`, version: hash, path: '/f/style.css' } as const

/** Languages that are written from right to left. */
const RIGHT_TO_LEFT = /^(?:ar|ckb|dv|fa|he|ps|sd|ug|ur|yi)(?:-|$)/i

export const layout = (title: string, main: Html, language = 'en'): Html => html`<!doctype html>
<html lang="${language}"${RIGHT_TO_LEFT.test(language) && html` dir="rtl"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${style.path}?v=${style.version}">
</head>
<body>
<main>
${main}
</main>
</body>
</html>
`
