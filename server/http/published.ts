/** What the widget reads: the published version of a form, and the signals that it sends back. */
import type { PublishedForm } from '@fieldpost/shared/form.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import { SignalBody } from '@fieldpost/shared/submission.ts'
import { Hono } from 'hono'
import type { Intake } from '../intake/accept.ts'
import type { ClosedReason } from '../intake/closed.ts'
import { askedLanguages, inLanguage } from '../intake/languages.ts'
import type { Store, VersionRow } from '../store/store.ts'
import { parseJson, readBytes } from './body.ts'
import { parse } from './problem.ts'
import { formMissing } from './refusal.ts'

const SIGNAL_LIMITS = { bytes: 1_024, depth: 2, keys: 10 }

export interface PublishedDeps {
  intake: Pick<Intake, 'find' | 'closed'>
  store: Pick<Store, 'countSignal'>
}

export function publishedRoutes({ intake, store }: PublishedDeps) {
  async function published(id: string) {
    const form = await intake.find(id, undefined)
    if (typeof form === 'string') throw formMissing(form, id)
    return form
  }

  return new Hono()
    .get('/:form', async (c) => {
      const newest = await published(c.req.param('form'))
      const form = inLanguage(newest, askedLanguages(c.req.query('lang')))
      const { language } = form.definition.settings
      const reason = await intake.closed(form)
      const etag = `"${[form.version, language, ...(reason ? [reason] : [])].join('-')}"`
      // Asked for again each time, answered with 304 mostly: an owner who publishes sees it at once.
      const headers = { etag, 'cache-control': 'public, no-cache' }
      if (c.req.header('if-none-match')?.replace(/^W\//, '') === etag) return c.body(null, 304, headers)
      return c.json(shown(form, reason), 200, headers)
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
function shown(form: VersionRow, reason: ClosedReason | undefined): PublishedForm {
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
    definition: { ...definition, settings },
  }
}
