import { and, desc, eq, getTableColumns, sql } from 'drizzle-orm'
import type { FormRow } from '../rows.ts'
import type { Store } from '../store.ts'
import { clearDeliveries } from './clear.ts'
import { read } from './commits.ts'
import { momentCursor, partByMoment } from './paging.ts'
import { forms, uploads, versions, webhooks } from './schema.ts'
import type { Handle } from './store.ts'
import { condemn } from './uploads.ts'

type FormUnits = Pick<
  Store,
  | 'createForm'
  | 'listForms'
  | 'findForm'
  | 'updateForm'
  | 'publishForm'
  | 'deleteForm'
  | 'listVersions'
  | 'publishedVersion'
  | 'findVersion'
  | 'isEmpty'
>

export function formUnits(handle: Handle): FormUnits {
  const { db, commits, clock } = handle
  const clear = clearDeliveries(handle)
  const columns = {
    ...getTableColumns(forms),
    // By name: of a single table's query Drizzle drops the tables, and `form_id = id` would mean another id.
    submissions: sql<number>`coalesce((SELECT completed FROM counts WHERE counts.form_id = forms.id), 0)`,
  }
  const own = (workspaceId: string, id: string) => and(eq(forms.id, id), eq(forms.workspaceId, workspaceId))
  const find = (workspaceId: string, id: string): FormRow | null =>
    db.select(columns).from(forms).where(own(workspaceId, id)).get() ?? null

  const { definition: _, ...versionSummary } = getTableColumns(versions)

  const newest = db
    .select({ version: forms.version })
    .from(forms)
    .where(eq(forms.id, sql.placeholder('id')))
    .prepare()
  const oneVersion = db
    .select()
    .from(versions)
    .where(
      and(eq(versions.formId, sql.placeholder('formId')), eq(versions.version, sql.placeholder('version'))),
    )
    .prepare()

  return {
    createForm: ({ id, workspaceId, title, kind, definition }) =>
      commits.write(() => {
        const now = clock.now()
        const row = { id, workspaceId, title, kind, definition, revision: 1, createdAt: now, updatedAt: now }
        return { ...db.insert(forms).values(row).returning().get(), submissions: 0 }
      }),

    listForms: (workspaceId, page) =>
      read(() =>
        partByMoment(
          db
            .select(columns)
            .from(forms)
            .where(and(eq(forms.workspaceId, workspaceId), momentCursor(page, forms)))
            .orderBy(desc(forms.createdAt), desc(forms.id))
            .limit(page.limit + 1)
            .all(),
          page,
        ),
      ),

    findForm: (workspaceId, id) => read(() => find(workspaceId, id)),

    updateForm: (workspaceId, id, { title, definition, revision }) =>
      commits.write(() => {
        const before = find(workspaceId, id)
        if (!before) return { outcome: 'missing' }
        if (revision !== undefined && revision !== before.revision) return { outcome: 'conflict' }
        const change = {
          ...(title !== undefined && { title }),
          ...(definition !== undefined && { definition }),
          revision: before.revision + 1,
          updatedAt: clock.now(),
        }
        db.update(forms).set(change).where(eq(forms.id, id)).run()
        return { outcome: 'saved', form: { ...before, ...change } }
      }),

    publishForm: (workspaceId, id, revision) =>
      commits.write(() => {
        const form = find(workspaceId, id)
        if (!form) return { outcome: 'missing' }
        if (form.revision !== revision) return { outcome: 'conflict' }
        if (form.version !== null && form.publishedRevision === revision) {
          return { outcome: 'published', version: form.version }
        }
        const version = (form.version ?? 0) + 1
        const { title, kind, definition } = form
        db.insert(versions)
          .values({ formId: id, version, workspaceId, title, kind, definition, publishedAt: clock.now() })
          .run()
        db.update(forms).set({ version, publishedRevision: revision }).where(eq(forms.id, id)).run()
        return { outcome: 'published', version }
      }),

    deleteForm: async (workspaceId, id) => {
      // Nothing more is sent from here on. Should the relay end before the end, its webhooks are found paused.
      const owed = await commits.write(() => {
        commits.beginEpoch()
        return db
          .update(webhooks)
          .set({ paused: 'owner', pausedAt: clock.now() })
          .where(and(eq(webhooks.formId, id), eq(webhooks.workspaceId, workspaceId)))
          .returning({ id: webhooks.id })
          .all()
      })
      for (const webhook of owed) await clear(webhook.id)
      return commits.write(() => {
        const deleted = db.delete(forms).where(own(workspaceId, id)).run().changes > 0
        if (deleted) condemn(db, eq(uploads.formId, id))
        return deleted
      })
    },

    listVersions: (workspaceId, formId) =>
      read(() =>
        db
          .select(versionSummary)
          .from(versions)
          .where(and(eq(versions.formId, formId), eq(versions.workspaceId, workspaceId)))
          .orderBy(desc(versions.version))
          .all(),
      ),

    publishedVersion: (formId) =>
      read(() => {
        const form = newest.get({ id: formId })
        return form ? (form.version ?? 'unpublished') : null
      }),

    findVersion: (formId, version) => read(() => oneVersion.get({ formId, version }) ?? null),

    isEmpty: () => read(() => db.select({ id: forms.id }).from(forms).limit(1).get() === undefined),
  }
}
