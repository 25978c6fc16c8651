/** What the widget reads: the published version of a form, and the signals that it sends back. */
import { type PublishedForm, Thanks } from '@fieldpost/shared/form.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import { SignalBody } from '@fieldpost/shared/submission.ts'
import { Hono } from 'hono'
import { compress } from 'hono/compress'
import * as v from 'valibot'
import type { Intake } from '../intake/accept.ts'
import type { ClosedReason } from '../intake/closed.ts'
import { askedLanguages, inLanguage } from '../intake/languages.ts'
import type { VersionRow } from '../store/rows.ts'
import type { Store } from '../store/store.ts'
import { parseJson, readBytes } from './body.ts'
import { parse } from './problem.ts'
import { formMissing } from './refusal.ts'

const SIGNAL_LIMITS = { bytes: 1_024, depth: 2, keys: 10 }

/** The title that thanks begin with, see shared/form.ts. */
const THANKS = v.parse(Thanks, {}).title

export interface PublishedDeps {
  /** Most bytes of a file that this relay takes. */
  uploadBytes: number
  intake: Pick<Intake, 'find' | 'closed'>
  store: Pick<Store, 'countSignal'>
}

export function publishedRoutes({ intake, store, uploadBytes }: PublishedDeps) {
  async function published(id: string) {
    const form = await intake.find(id, undefined)
    if (typeof form === 'string') throw formMissing(form, id)
    return form
  }

  return new Hono()
    .get('/:form', compress(), async (c) => {
      const newest = await published(c.req.param('form'))
      const form = inLanguage(newest, askedLanguages(c.req.query('lang')))
      const { language } = form.definition.settings
      const reason = await intake.closed(form)
      const etag = `"${[form.version, language, ...(reason ? [reason] : [])].join('-')}"`
      // Asked for again each time, answered with 304 mostly: an owner who publishes sees it at once.
      const headers = { etag, 'cache-control': 'public, no-cache' }
      if (c.req.header('if-none-match')?.replace(/^W\//, '') === etag) return c.body(null, 304, headers)
      return c.json(shown(form, reason, uploadBytes), 200, headers)
    })
    .post('/:form/signals', async (c) => {
      const json = parseJson(await readBytes(c.req.raw, SIGNAL_LIMITS.bytes), SIGNAL_LIMITS)
      const signal = parse(SignalBody, json)
      const form = await published(c.req.param('form'))
      // Made-up ids would fill the table.
      const { pages } = form.definition
      const step = [...pages, ...fieldsOf({ pages })].find(({ id }) => id === signal.page)
      await store.countSignal(form.formId, signal.type, step?.id ?? '')
      return c.body(null, 204)
    })
}

/** Translations that were not chosen, and what is the owner's business alone, stay here. */
function shown(form: VersionRow, reason: ClosedReason | undefined, uploadBytes: number): PublishedForm {
  const { translations: _, settings: all, ...definition } = form.definition
  const { origins, opensAt, closesAt, quota, closedText, partialMinutes, ...settings } = all
  return {
    id: form.formId,
    version: form.version,
    title: form.title,
    kind: form.kind,
    language: settings.language,
    // Empty when the owner has no words for it: the widget says it in the visitor's language.
    ...(reason && { closed: { reason, text: closedText } }),
    definition: {
      ...definition,
      pages: definition.pages.map((page) => ({
        ...page,
        fields: page.fields.map((field) =>
          // A file that the relay would refuse is refused before it is sent.
          field.kind === 'file' ? { ...field, maxBytes: Math.min(field.maxBytes, uploadBytes) } : field,
        ),
      })),
      thanks: inWords(definition.thanks, settings.language),
      endings: definition.endings.map((ending) => inWords(ending, settings.language)),
      settings,
    },
  }
}

/** Thanks that nobody has written are in English: in another language the widget has words of its own for them. */
const inWords = <Screen extends { title: string }>(screen: Screen, language: string): Screen =>
  screen.title === THANKS && !/^en\b/i.test(language) ? { ...screen, title: '' } : screen
