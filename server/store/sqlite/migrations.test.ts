import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Definition } from '@fieldpost/shared/form.ts'
import Database from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import * as v from 'valibot'
import { expect, it, onTestFinished } from 'vitest'
import { testClock } from '../../test/clock.ts'
import { openSqlite } from './open.ts'

const MIGRATIONS = join(import.meta.dirname, 'migrations')

/** A database file as a release left it that knew only the first so many migrations. */
function olderFile(migrations: number, fill: (client: Database.Database) => void): string {
  const folder = mkdtempSync(join(tmpdir(), 'fieldpost-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const known = join(folder, 'migrations')
  cpSync(MIGRATIONS, known, { recursive: true })
  const journal = join(known, 'meta', '_journal.json')
  const { entries, ...rest } = JSON.parse(readFileSync(journal, 'utf8')) as { entries: object[] }
  writeFileSync(journal, JSON.stringify({ ...rest, entries: entries.slice(0, migrations) }))
  const file = join(folder, 'old.db')
  const client = new Database(file)
  migrate(drizzle(client), { migrationsFolder: known })
  fill(client)
  client.close()
  return file
}

it('counts the submissions that were there before they were counted, and lists them as completed', async () => {
  const file = olderFile(2, (client) => {
    client.exec(`INSERT INTO forms (id, workspace_id, title, kind, definition, revision, created_at, updated_at)
      VALUES ('f', 'w', 'Form', 'form', '{}', 1, 0, 0), ('empty', 'w', 'Form', 'form', '{}', 1, 0, 0)`)
    client.exec(`INSERT INTO submissions (id, form_id, workspace_id, version, status, answers, context, created_at)
      VALUES ('sub_1', 'f', 'w', 1, 'completed', '{}', '{}', 1), ('sub_2', 'f', 'w', 1, 'completed', '{}', '{}', 2)`)
  })
  const { store } = openSqlite({ file, clock: testClock() })
  onTestFinished(() => store.close())
  expect([await store.countCompleted('f'), await store.countCompleted('empty')]).toEqual([2, 0])
  expect(await store.findForm('w', 'f')).toMatchObject({ submissions: 2 })
  const { items } = await store.listSubmissions('w', 'f', { status: 'completed' }, { limit: 9 })
  expect(items.map(({ id }) => id)).toEqual(['sub_2', 'sub_1'])
  expect(await store.listAbandoned(9)).toEqual([])
})

it('completes the definitions of forms from before they could do so much', async () => {
  const before = {
    pages: [{ id: 'p1', title: '', fields: [] }],
    rules: [],
    display: { mode: 'inline' },
    theme: {},
    thanks: { title: 'Danke', text: '', redirect: null },
    settings: { submitLabel: 'Los', origins: ['https://a.example'] },
  }
  const since = v.parse(Definition, { ...before, settings: { ...before.settings, quota: 5, partial: true } })
  const file = olderFile(3, (client) => {
    const form = client.prepare(`INSERT INTO forms
      (id, workspace_id, title, kind, definition, revision, created_at, updated_at)
      VALUES (?, 'w', 'Form', 'form', ?, 1, 0, 0)`)
    const version = client.prepare(`INSERT INTO versions
      (form_id, version, workspace_id, title, kind, definition, published_at)
      VALUES (?, 1, 'w', 'Form', 'form', ?, 0)`)
    for (const [id, definition] of Object.entries({ before, since })) {
      form.run(id, JSON.stringify(definition))
      version.run(id, JSON.stringify(definition))
    }
  })
  const { store } = openSqlite({ file, clock: testClock() })
  onTestFinished(() => store.close())
  for (const [id, complete] of Object.entries({ before: v.parse(Definition, before), since })) {
    expect((await store.findForm('w', id))?.definition).toEqual(complete)
    expect((await store.findVersion(id, 1))?.definition).toEqual(complete)
  }
})
