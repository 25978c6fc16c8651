/** Forms: their drafts, publishing, and their versions. */
import { type Definition, emptyDefinition } from '@fieldpost/shared/form.ts'
import { limits } from '@fieldpost/shared/limits.ts'
import type { ProblemIssue } from '@fieldpost/shared/problem.ts'
import { publishIssues } from '@fieldpost/shared/publish.ts'
import {
  Form,
  FormCreate,
  FormPatch,
  FormSummary,
  listOf,
  Published,
  PublishRequest,
  Version,
  VersionSummary,
} from '@fieldpost/shared/resources.ts'
import { lostFields } from '@fieldpost/shared/webhook/condition.ts'
import { changeText, payloadChanges, reaches } from '@fieldpost/shared/webhook/payload/changes.ts'
import { Hono } from 'hono'
import { formId } from '../id.ts'
import { patternIssues } from '../intake/patterns.ts'
import type { FormRow, VersionRow, WebhookRow } from '../store/rows.ts'
import type { Store } from '../store/store.ts'
import type { Sweeper } from '../uploads/sweep.ts'
import { readJson, readOptionalJson } from './body.ts'
import type { OwnerEnv } from './guard.ts'
import { operation } from './operation.ts'
import { ProblemError, parse } from './problem.ts'
import { ListQuery, listed, parseQuery, shownMoment } from './query.ts'

const DEFINITION_LIMITS = {
  bytes: limits.definitionBytes,
  depth: limits.definitionDepth,
  keys: limits.definitionKeys,
}

interface Deps {
  store: Store
  sweeper: Pick<Sweeper, 'clean'>
}

export function formRoutes({ store, sweeper }: Deps) {
  return new Hono<OwnerEnv>()
    .get(
      '/forms',
      operation({
        summary: 'List forms, newest first',
        tag: 'forms',
        query: ListQuery,
        answers: { 200: listOf(FormSummary) },
      }),
      async (c) => {
        const page = parseQuery(ListQuery, c)
        return c.json(listed(await store.listForms(c.var.owner.workspaceId, page), formSummary))
      },
    )
    .post(
      '/forms',
      operation({ summary: 'Create a form', tag: 'forms', body: FormCreate, answers: { 201: Form } }),
      async (c) => {
        const { title, kind, definition } = parse(FormCreate, await readJson(c.req.raw, DEFINITION_LIMITS))
        await assertPatterns(definition)
        const { workspaceId } = c.var.owner
        const form = await store.createForm({
          id: formId(),
          workspaceId,
          title,
          kind,
          definition: definition ?? emptyDefinition(),
        })
        return c.json(shownForm(form), 201, { location: `/api/forms/${form.id}` })
      },
    )
    .get(
      '/forms/:id',
      operation({
        summary: 'Read a form with its draft',
        tag: 'forms',
        answers: { 200: Form },
        problems: ['form-not-found'],
      }),
      async (c) => c.json(shownForm(await ownForm(store, c.var.owner.workspaceId, c.req.param('id')))),
    )
    .patch(
      '/forms/:id',
      operation({
        summary: "Save a form's title or draft",
        about: 'Give the `revision` that was read to be told (409) when somebody else has saved meanwhile.',
        tag: 'forms',
        body: FormPatch,
        answers: { 200: Form },
        problems: ['form-not-found', 'conflict'],
      }),
      async (c) => {
        const change = parse(FormPatch, await readJson(c.req.raw, DEFINITION_LIMITS))
        await assertPatterns(change.definition)
        const id = c.req.param('id')
        const result = await store.updateForm(c.var.owner.workspaceId, id, change)
        if (result.outcome === 'missing') throw formNotFound(id)
        if (result.outcome === 'conflict') throw savedMeanwhile(id)
        return c.json(shownForm(result.form))
      },
    )
    .delete(
      '/forms/:id',
      operation({
        summary: 'Delete a form',
        about: 'Its versions, submissions, files, webhooks and deliveries go with it.',
        tag: 'forms',
        answers: { 204: { about: 'It is gone.' } },
        problems: ['form-not-found'],
      }),
      async (c) => {
        const id = c.req.param('id')
        if (!(await store.deleteForm(c.var.owner.workspaceId, id))) throw formNotFound(id)
        await sweeper.clean()
        return c.body(null, 204)
      },
    )
    .post(
      '/forms/:id/publish',
      operation({
        summary: 'Publish the draft',
        about:
          'Makes a version, which visitors get from now on. An unchanged draft keeps the version it has. `warnings` ' +
          'tells of webhooks whose condition asks for a field that this version does not have; `changes` of what receivers ' +
          'have been getting and get no more, or otherwise.',
        tag: 'forms',
        body: PublishRequest,
        optionalBody: true,
        answers: { 200: Published },
        problems: ['form-not-found', 'conflict', 'not-publishable'],
      }),
      async (c) => {
        const wanted = parse(PublishRequest, await readOptionalJson(c.req.raw, DEFINITION_LIMITS))
        const { workspaceId } = c.var.owner
        const form = await ownForm(store, workspaceId, c.req.param('id'))
        if (wanted.revision !== undefined && wanted.revision !== form.revision) throw savedMeanwhile(form.id)
        assertPublishable(form.definition)
        const changes = await receiverChanges(store, form)
        const result = await store.publishForm(workspaceId, form.id, form.revision)
        if (result.outcome === 'missing') throw formNotFound(form.id)
        if (result.outcome === 'conflict') throw savedMeanwhile(form.id)
        const webhooks = await store.listWebhooks(workspaceId, form.id)
        const published: Published = {
          version: result.version,
          warnings: webhooks.flatMap((webhook) => lostWarning(webhook, form.definition)),
          ...(changes.length > 0 && { changes }),
        }
        return c.json(published)
      },
    )
    .get(
      '/forms/:id/versions',
      operation({
        summary: "List a form's published versions, newest first",
        tag: 'forms',
        answers: { 200: listOf(VersionSummary) },
        problems: ['form-not-found'],
      }),
      async (c) => {
        const { workspaceId } = c.var.owner
        const form = await ownForm(store, workspaceId, c.req.param('id'))
        const items = await store.listVersions(workspaceId, form.id)
        return c.json(
          listed({ items, next: null }, ({ version, title, publishedAt }) => ({
            version,
            title,
            publishedAt: shownMoment(publishedAt),
          })),
        )
      },
    )
    .get(
      '/forms/:id/versions/:version',
      operation({
        summary: 'Read a published version',
        tag: 'forms',
        answers: { 200: Version },
        problems: ['form-not-found', 'not-found'],
      }),
      async (c) => {
        const form = await ownForm(store, c.var.owner.workspaceId, c.req.param('id'))
        const { version, title, publishedAt, definition } = await ownVersion(
          store,
          form,
          c.req.param('version'),
        )
        return c.json({ version, title, publishedAt: shownMoment(publishedAt), definition })
      },
    )
}

/** A version of a form that is the owner's, by its number as it was given. */
export async function ownVersion(
  store: Pick<Store, 'findVersion'>,
  form: Pick<FormRow, 'id'>,
  version: string,
): Promise<VersionRow> {
  const row = /^[1-9]\d{0,8}$/.test(version) ? await store.findVersion(form.id, Number(version)) : null
  if (!row) throw new ProblemError('not-found', `The form ${form.id} has no version ${version.slice(0, 20)}.`)
  return row
}

/** What publishing a draft takes away from the receivers of its webhooks. */
async function receiverChanges(
  store: Pick<Store, 'findVersion' | 'listWebhooks'>,
  { id, workspaceId, version, definition }: FormRow,
): Promise<ProblemIssue[]> {
  if (version === null) return []
  const webhooks = await store.listWebhooks(workspaceId, id)
  if (webhooks.length === 0) return []
  const newest = await store.findVersion(id, version)
  const changes = newest ? payloadChanges(newest.definition, definition) : []
  const met = changes.filter((change) => webhooks.some(({ settings }) => reaches(change, settings)))
  return met.map((change) => ({
    field: change.name,
    code: change.type,
    message: `Receivers ${changeText(change)}.`,
  }))
}

/** The form, or a 404 that does not tell whether another workspace has it. */
export async function ownForm(
  store: Pick<Store, 'findForm'>,
  workspaceId: string,
  id: string,
): Promise<FormRow> {
  const form = await store.findForm(workspaceId, id)
  if (!form) throw formNotFound(id)
  return form
}

const formNotFound = (id: string) => new ProblemError('form-not-found', `No form of yours has the id ${id}.`)
const savedMeanwhile = (id: string) =>
  new ProblemError('conflict', `The form ${id} was saved by somebody else meanwhile. Read it again.`)

/** Patterns that the relay could not use are refused where they are saved, not where a visitor meets them. */
async function assertPatterns(definition: Definition | undefined) {
  const issues = definition ? await patternIssues(definition) : []
  const [first] = issues
  if (!first) return
  const named = issues.map((issue) => ({ ...issue, field: `definition.${issue.field}` }))
  throw new ProblemError('invalid-body', first.message, { issues: named })
}

function assertPublishable(definition: Definition) {
  const issues = publishIssues(definition)
  if (issues.length > 0) {
    throw new ProblemError(
      'not-publishable',
      'Visitors would stumble over this. Each issue names its place.',
      {
        issues,
      },
    )
  }
}

/** A webhook that asks for a field which is gone would be sent nothing any more, and nobody would notice. */
function lostWarning({ settings }: WebhookRow, definition: Definition): string[] {
  const lost = lostFields(settings.condition, definition)
  if (lost.length === 0) return []
  const name = settings.name || new URL(settings.url).host
  const fields = lost.map((field) => `“${field}”`).join(', ')
  return [
    `The condition of the webhook “${name}” asks for ${fields}, which is not on the form any more: it may be sent nothing.`,
  ]
}

const formSummary = (form: FormRow): FormSummary => ({
  id: form.id,
  title: form.title,
  kind: form.kind,
  version: form.version,
  changed: form.publishedRevision !== form.revision,
  submissions: form.submissions,
  createdAt: shownMoment(form.createdAt),
  updatedAt: shownMoment(form.updatedAt),
})

const shownForm = (form: FormRow): Form => ({
  ...formSummary(form),
  revision: form.revision,
  definition: form.definition,
})
