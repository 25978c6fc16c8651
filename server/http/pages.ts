/** The pages that people open: the editor, which finds its own way by the address, and the demo. */
import { Demo } from '@fieldpost/shared/resources.ts'
import { Hono } from 'hono'
import { html } from 'hono/html'
import { addHeaders, embeddingPageHeaders, pageHeaders } from './headers.ts'
import { operation } from './operation.ts'

/** Where the built demo page wants the tag, as a tag and as text to read. */
const TAG_PLACE = '<!--fieldpost-tag-->'
const TAG_TEXT_PLACE = '<!--fieldpost-tag-text-->'

/** Every address that the editor has a screen for. */
const EDITOR_PATHS = ['/', '/setup', '/sign-in', '/forms', '/forms/*', '/inbox/:token', '/api-keys']

interface Deps {
  /** The built pages, null where the build has none. */
  pages: { editorPage: string | null; demoPage: string | null }
  publicUrl: string
  demo: Demo | null
}

export function pageRoutes({ pages: { editorPage, demoPage }, publicUrl, demo }: Deps) {
  const routes = new Hono()
  if (editorPage !== null) {
    for (const path of EDITOR_PATHS) {
      routes.get(path, addHeaders(pageHeaders), (c, next) => {
        if (!takesHtml(c.req.header('accept'))) return next()
        return c.html(editorPage, 200, { 'cache-control': 'no-cache' })
      })
    }
  }
  if (demo && demoPage !== null) {
    const page = demoPageWith(demoPage, publicUrl, demo.formId)
    routes.get('/demo', addHeaders(embeddingPageHeaders(publicUrl)), (c) =>
      c.html(page, 200, { 'cache-control': 'no-cache' }),
    )
  }
  return routes
}

/** `GET /api/demo`, where there is one. */
export function demoRoutes(demo: Demo | null) {
  const routes = new Hono()
  if (demo) {
    const said = operation({
      summary: 'Find the demo',
      tag: 'operations',
      answers: { 200: Demo },
      open: true,
    })
    routes.get('/demo', said, (c) => c.json(demo))
  }
  return routes
}

/** What an owner pastes into a page. */
export const embedTag = (publicUrl: string, formId: string) =>
  html`<script async src="${publicUrl}/embed.js"></script>\n<div data-fieldpost="${formId}"></div>`.toString()

/** The tag is put in through functions: in a replacement text `$&` would mean something. */
function demoPageWith(page: string, publicUrl: string, formId: string): string {
  const tag = embedTag(publicUrl, formId)
  const text = html`${tag}`.toString()
  return page.replaceAll(TAG_PLACE, () => tag).replaceAll(TAG_TEXT_PLACE, () => text)
}

/** Whether who asks would take a page: browsers say `text/html`, programs mostly anything. */
const takesHtml = (accept: string | undefined) => accept === undefined || /text\/html|\*\/\*/i.test(accept)
