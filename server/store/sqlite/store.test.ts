import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { emptyDefinition } from '@fieldpost/shared/form.ts'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { testClock } from '../../test/clock.ts'
import { exerciseStore } from '../contract.ts'
import { StoreUnavailable } from '../store.ts'
import { createCommits } from './commits.ts'
import { openSqlite } from './open.ts'

async function folder() {
  const path = await mkdtemp(join(tmpdir(), 'fieldpost-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return path
}

exerciseStore('the SQLite store', async () => {
  const clock = testClock()
  const file = join(await folder(), 'test.db')
  const open = () => {
    const { db, store } = openSqlite({ file, clock })
    // Nobody pulls the plug here, and flushing took most of the time.
    db.$client.pragma('synchronous = OFF')
    return store
  }
  let store = open()
  return {
    store,
    clock,
    async reopen() {
      await store.close()
      store = open()
      return store
    },
    close: () => store.close(),
  }
})

describe('the SQLite file', () => {
  it('is opened for durable commits, also when it was there before', async () => {
    const file = join(await folder(), 'test.db')
    for (let i = 0; i < 2; i++) {
      const { db, store } = openSqlite({ file, clock: testClock() })
      expect(db.$client.pragma('synchronous', { simple: true })).toBe(2)
      expect(db.$client.pragma('journal_mode', { simple: true })).toBe('wal')
      await store.close()
    }
  })

  it('frees at opening what a crashed process had claimed', async () => {
    const file = join(await folder(), 'test.db')
    const clock = testClock()
    const first = openSqlite({ file, clock })
    const url = 'https://receiver.example/'
    const definition = emptyDefinition()
    const form = { id: 'form1', workspaceId: 'w', title: 'Form', kind: 'form' as const, definition }
    await first.store.createForm(form)
    first.db.$client.exec(`
      INSERT INTO webhooks (id, workspace_id, form_id, url, active, settings, host, created_at, updated_at)
        VALUES ('whk', 'w', 'form1', '${url}', 1, '{}', 'receiver.example', 0, 0);
      INSERT INTO deliveries (id, webhook_id, workspace_id, event_id, event_type, content_type, body, state, due_at, claim, created_at)
        VALUES ('dlv', 'whk', 'w', 'evt', 'form.submission.created', 'application/json', '{}', 'pending', ${clock.now() + 60_000}, 'lost', ${clock.now()})`)
    // Not closed, as after a crash.
    const second = openSqlite({ file, clock })
    const room = { webhook: () => 9, host: () => 9 }
    const claimed = await second.store.claimDeliveries({
      claim: 'new',
      lease: 60_000,
      limit: 9,
      room,
      after: '',
    })
    expect(claimed.deliveries.map((delivery) => delivery.id)).toEqual(['dlv'])
    await second.store.close()
    await first.store.close()
  })

  it('says what to do when it cannot be opened', async () => {
    const file = join(await folder(), 'test.db')
    await writeFile(file, 'this is no database, but a text that somebody put here')
    expect(() => openSqlite({ file, clock: testClock() })).toThrow(StoreUnavailable)
    expect(() => openSqlite({ file, clock: testClock() })).toThrow(/cannot be opened.*Check/)
  })

  it('answers unavailable when it is full, and goes on when there is room again', async () => {
    const file = join(await folder(), 'test.db')
    const { db, store } = openSqlite({ file, clock: testClock() })
    onTestFinished(() => store.close())
    const pages = Number(db.$client.pragma('page_count', { simple: true }))
    db.$client.pragma(`max_page_count = ${pages + 1}`)
    const big = 'x'.repeat(100_000)
    await expect(store.putSetting('big', big)).rejects.toThrow(StoreUnavailable)
    db.$client.pragma('max_page_count = 1000000')
    await store.putSetting('big', big)
    expect(await store.getSetting('big')).toBe(big)
  })
})

describe('group commit', () => {
  const open = async () => {
    const client = new Database(join(await folder(), 'test.db'))
    onTestFinished(() => {
      client.close()
    })
    client.exec('CREATE TABLE numbers (value INTEGER PRIMARY KEY)')
    return { client, commits: createCommits(client) }
  }

  it('puts what arrives together into one commit', async () => {
    const { client, commits } = await open()
    const watcher = new Database(client.name)
    onTestFinished(() => {
      watcher.close()
    })
    const versions = new Set<number>()
    const before = Number(watcher.pragma('data_version', { simple: true }))
    const insert = client.prepare('INSERT INTO numbers VALUES (?)')
    await Promise.all(
      Array.from({ length: 100 }, (_, value) =>
        commits
          .write(() => insert.run(value))
          .then(() => {
            versions.add(Number(watcher.pragma('data_version', { simple: true })))
          }),
      ),
    )
    expect([...versions]).toHaveLength(1)
    expect(versions.has(before)).toBe(false)
    expect(client.prepare('SELECT count(*) AS n FROM numbers').get()).toEqual({ n: 100 })
  })

  it('undoes only the unit that threw', async () => {
    const { client, commits } = await open()
    const insert = client.prepare('INSERT INTO numbers VALUES (?)')
    const results = await Promise.allSettled([
      commits.write(() => insert.run(1)),
      commits.write(() => {
        insert.run(2)
        throw new Error('no')
      }),
      commits.write(() => insert.run(3)),
    ])
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(client.prepare('SELECT value FROM numbers').pluck().all()).toEqual([1, 3])
  })
})
