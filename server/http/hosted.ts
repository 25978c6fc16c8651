/** The pages for visitors: a form's own, its thanks, and what they are told when something fails. */

import { randomUUID } from 'node:crypto'
import type { Answers, FieldKind } from '@fieldpost/shared/fields/index.ts'
import { limits } from '@fieldpost/shared/limits.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import { pipe, speaker } from '@fieldpost/shared/piping.ts'
import { problem } from '@fieldpost/shared/problem.ts'
import { type Context, Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Clock } from '../clock.ts'
import { style } from '../hosted/layout.ts'
import { closedPage, failurePage, thanksPage } from '../hosted/messages.ts'
import { type Filled, formPage, type HostedForm } from '../hosted/page.ts'
import type { Intake } from '../intake/accept.ts'
import { closedText } from '../intake/closed.ts'
import { inLanguage } from '../intake/languages.ts'
import type { Vault } from '../secrets.ts'
import type { VersionRow } from '../store/rows.ts'
import type { Store } from '../store/store.ts'
import { readQuery } from './form-data.ts'
import { hostedHeaders } from './headers.ts'
import { ProblemError } from './problem.ts'
import { formMissing } from './refusal.ts'
import { languagesOf, openThanks, screenOf } from './thanks.ts'

/** A page is asked for anew each time, but the back button finds it as it was left. */
const PAGE_CACHE = 'private, no-cache'
/** A page's address of its style changes with the style. */
const STYLE_CACHE = 'public, max-age=31536000, immutable'

interface Deps {
  publicUrl: string
  intake: Pick<Intake, 'find' | 'version' | 'closed'>
  store: Pick<Store, 'findSubmission'>
  vault: Pick<Vault, 'open'>
  clock: Clock
}

export function hostedRoutes({ publicUrl, intake, store, vault, clock }: Deps) {
  async function published(id: string) {
    const form = await intake.find(id, undefined)
    if (typeof form === 'string') throw formMissing(form, id)
    return form
  }

  /** What the thanks are for: the version that was answered, and the answers, when the address says so. */
  async function thanked(newest: VersionRow, sealed: string | undefined) {
    const id = sealed && openThanks(vault, newest.formId, sealed, clock.now())
    const submission = id ? await store.findSubmission(newest.workspaceId, id) : null
    const form = submission && (await intake.version(newest.formId, submission.version))
    return form
      ? { form, answers: JSON.parse(submission.answers) as Answers }
      : { form: newest, answers: {} as Answers }
  }

  return new Hono()
    .get(style.path, (c) => {
      const headers = {
        'content-type': 'text/css; charset=utf-8',
        'x-content-type-options': 'nosniff',
        // Another relay's page, during an upgrade, may ask for another style: it gets this one, for now.
        'cache-control': c.req.query('v') === style.version ? STYLE_CACHE : 'no-cache',
        etag: style.etag,
      }
      if (c.req.header('if-none-match')?.includes(style.etag)) return c.body(null, 304, headers)
      return c.body(style.css, 200, headers)
    })
    .use('/f/*', (c, next) => {
      failAsPage(c, publicUrl)
      return next()
    })
    .get('/f/:form', async (c) => {
      const newest = await published(c.req.param('form'))
      const form = inLanguage(newest, languagesOf(c, c.req.query('lang')))
      const { origins } = form.definition.settings
      if (origins.length > 0 && !origins.includes(publicUrl)) {
        throw new ProblemError('origin-refused', "The owner has not listed the relay's own page.")
      }
      const reason = await intake.closed(newest)
      if (reason) {
        const text = closedText(newest.definition, reason, form.definition.settings.language)
        return c.html(closedPage(form, text), 200, {
          ...hostedHeaders(publicUrl),
          'cache-control': PAGE_CACHE,
          vary: 'accept-language',
        })
      }
      return showForm(c, publicUrl, 200, form, {
        entries: prefill(form, readQuery(c.req.url)),
        along: {
          _key: randomUUID(),
          _version: String(form.version),
          _lang: c.req.query('lang')?.slice(0, 64),
          _referrer: c.req.header('referer')?.slice(0, limits.contextLength),
        },
        isFresh: true,
        embedFrom: publicUrl,
      })
    })
    .get('/f/:form/thanks', async (c) => {
      const newest = await published(c.req.param('form'))
      const { form: answered, answers } = await thanked(newest, c.req.query('for'))
      const { definition } = inLanguage(answered, languagesOf(c, c.req.query('lang')))
      const { title, text } = screenOf(definition, c.req.query('ending'))
      const { language } = definition.settings
      const say = speaker(fieldsOf(definition), answers, language)
      return c.html(thanksPage({ title: pipe(title, say), text: pipe(text, say) }, language), 200, {
        ...hostedHeaders(publicUrl),
        'cache-control': PAGE_CACHE,
        vary: 'accept-language',
      })
    })
}

/** Answers with a form in the state that it is in. */
export function showForm(
  c: Context,
  publicUrl: string,
  status: ContentfulStatusCode,
  form: HostedForm,
  filled: Filled,
): Response | Promise<Response> {
  const { thanks, endings } = form.definition
  return c.html(formPage(form, filled), status, {
    ...hostedHeaders(
      publicUrl,
      [thanks, ...endings].flatMap(({ redirect }) => redirect ?? []),
    ),
    'cache-control': PAGE_CACHE,
    vary: 'accept-language',
  })
}

/** Has whatever fails in this request answered with a page, because it is a person who will see it. */
export function failAsPage(c: Context, publicUrl: string): void {
  c.set('problemPage', (error) =>
    c.html(failurePage(error), problem(error.code, '').status as ContentfulStatusCode, {
      ...hostedHeaders(publicUrl),
      'cache-control': 'no-store',
      ...error.headers,
    }),
  )
}

/** A consent is never given for somebody, nor is a file chosen. */
const NOT_FILLED: ReadonlySet<FieldKind> = new Set(['consent', 'file', 'signature', 'statement'])

/** What the address fills in. Nobody can take a hidden value back that is too long, so it is not put in at all. */
function prefill({ definition }: HostedForm, query: Filled['entries']): Filled['entries'] {
  return new Map(
    fieldsOf(definition).flatMap((field) => {
      const { name, kind } = field
      const texts = ('param' in field && field.param && query.get(field.param)) || query.get(name)
      if (!texts || NOT_FILLED.has(kind)) return []
      if (kind === 'hidden' && (texts[0] ?? '').length > limits.hiddenLength) return []
      return [[name, texts]]
    }),
  )
}
