/** What the widget reads: the published version of a form, and the signals that it sends back. */
import type { PublishedForm } from '@fieldpost/shared/form.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import { SignalBody } from '@fieldpost/shared/submission.ts'
import { Hono } from 'hono'
import type { Intake } from '../intake/accept.ts'
import type { Store } from '../store/store.ts'
import { parseJson, readBytes } from './body.ts'
import { parse } from './problem.ts'
import { formMissing } from './refusal.ts'

const SIGNAL_LIMITS = { bytes: 1_024, depth: 2, keys: 10 }

export interface PublishedDeps {
  intake: Pick<Intake, 'find'>
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
      const form = await published(c.req.param('form'))
      const etag = `"${form.version}"`
      // Asked for again each time, answered with 304 mostly: an owner who publishes sees it at once.
      const headers = { etag, 'cache-control': 'public, no-cache' }
      if (c.req.header('if-none-match')?.replace(/^W\//, '') === etag) return c.body(null, 304, headers)
      const {
        origins: _,
        opensAt,
        closesAt,
        quota,
        closedText,
        partialMinutes,
        ...settings
      } = form.definition.settings
      const shown: PublishedForm = {
        id: form.formId,
        version: form.version,
        title: form.title,
        kind: form.kind,
        language: settings.language,
        definition: { ...form.definition, settings },
      }
      return c.json(shown, 200, headers)
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
