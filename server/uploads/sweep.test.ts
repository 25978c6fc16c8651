import { readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { emptyDefinition } from '@fieldpost/shared/form.ts'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { uploadId } from '../id.ts'
import { openSqlite } from '../store/sqlite/open.ts'
import { testClock } from '../test/clock.ts'
import { makeFolder } from '../test/folder.ts'
import { folderUploads } from './folder.ts'
import { createIncoming } from './incoming.ts'
import { createSweeper, WAITS_MS } from './sweep.ts'
import { type Uploads, UploadsUnavailable } from './uploads.ts'

const BOUNDS = { form: 1_000_000, relay: 1_000_000, least: 1 }

async function makeRelay() {
  const folder = await makeFolder()
  const clock = testClock(Date.now())
  const file = join(folder, 'test.db')
  const logged: string[] = []
  const log = { warn: (_: object, text: string) => void logged.push(text) }
  /** A process over the same data; `instead` replaces parts of its uploads. */
  function start(instead: Partial<Uploads> = {}) {
    const { store } = openSqlite({ file, clock })
    const uploads = { ...folderUploads(join(folder, 'uploads')), ...instead }
    const incoming = createIncoming({ folder: uploads.incoming, clock })
    const sweeper = createSweeper({ store, uploads, incoming, clock, log })
    onTestFinished(async () => {
      await sweeper.stop()
      await store.close()
    })
    return { store, uploads, sweeper }
  }
  const first = start()
  const form = {
    id: 'form1',
    workspaceId: 'w',
    title: 'Form',
    kind: 'form' as const,
    definition: emptyDefinition(),
  }
  await first.store.createForm(form)

  const register = async () => {
    const id = uploadId()
    const upload = { id, formId: 'form1', field: 'cv', name: 'cv.pdf', type: 'application/pdf', size: 5 }
    expect(await first.store.registerUpload(upload, BOUNDS)).toBe('registered')
    return id
  }
  const keep = async (id: string) => {
    const path = join(first.uploads.incoming, 'a.part')
    await writeFile(path, 'hello')
    await first.uploads.put(id, path)
    return id
  }
  let submissions = 0
  const submit = async (upload: string) => {
    const id = `sub_${++submissions}`
    const uploads = [{ id: upload, field: 'cv' }]
    const submission = {
      id,
      formId: 'form1',
      workspaceId: 'w',
      version: 1,
      key: null,
      answers: '{}',
      context: {},
      uploads,
    }
    expect(await first.store.acceptSubmission(submission, () => [])).toMatchObject({ outcome: 'accepted' })
    return id
  }
  const kept = async () =>
    (await readdir(join(folder, 'uploads'))).filter((name) => name !== 'incoming').sort()
  return { ...first, start, clock, logged, register, keep, submit, kept }
}

describe('sweeping uploads', () => {
  it('finishes what a crash interrupted between the rows and the bytes', async () => {
    const { store, start, register, keep, submit, kept } = await makeRelay()
    const [erased, left] = [await keep(await register()), await keep(await register())]
    await store.eraseSubmission('w', await submit(erased), () => () => [])
    // The process ended here: the rows were condemned, and no byte was deleted.
    expect(await kept()).toEqual([erased, left].sort())
    const again = start()
    await again.sweeper.sweep()
    expect(await kept()).toEqual([left])
    expect(await again.store.listCondemnedUploads(9)).toEqual([])
    expect(await again.store.findUploads('form1', [left])).toHaveLength(1)
  })

  it('repeats what a crash interrupted between the bytes and the rows', async () => {
    const { store, uploads, start, register, keep, kept } = await makeRelay()
    const id = await keep(await register())
    await store.dropUpload('form1', id)
    await uploads.delete([id])
    const again = start()
    await again.sweeper.sweep()
    expect(await again.store.listCondemnedUploads(9)).toEqual([])
    expect(await kept()).toEqual([])
  })

  it('forgets a row whose bytes never came', async () => {
    const { store, sweeper, clock, register } = await makeRelay()
    const id = await register()
    clock.advance(WAITS_MS + 1)
    await sweeper.sweep()
    expect(await store.findUploads('form1', [id])).toEqual([])
    expect(await store.listCondemnedUploads(9)).toEqual([])
  })

  it('deletes what nobody has sent for a day, and nothing else', async () => {
    const { sweeper, clock, register, keep, submit, kept } = await makeRelay()
    const [waiting, taken] = [await keep(await register()), await keep(await register())]
    await submit(taken)
    clock.advance(WAITS_MS)
    const young = await keep(await register())
    await sweeper.sweep()
    expect(await kept()).toEqual([waiting, taken, young].sort())
    clock.advance(1)
    await sweeper.sweep()
    expect(await kept()).toEqual([taken, young].sort())
  })

  it('deletes many', async () => {
    const { sweeper, store, register, keep, kept } = await makeRelay()
    const ids = await Promise.all(Array.from({ length: 250 }, register))
    for (const id of ids.slice(90, 110)) await keep(id)
    await store.deleteForm('w', 'form1')
    await sweeper.clean()
    expect(await kept()).toEqual([])
    expect(await store.listCondemnedUploads(9)).toEqual([])
  })

  it('leaves files alone that the store does not know', async () => {
    const { sweeper, keep, kept, clock } = await makeRelay()
    const strange = await keep(uploadId())
    clock.advance(100 * WAITS_MS)
    await sweeper.sweep()
    expect(await kept()).toEqual([strange])
  })

  it('removes what a crash left on its way in, not what is coming', async () => {
    const { sweeper, uploads, clock } = await makeRelay()
    const [old, young] = [join(uploads.incoming, 'old.part'), join(uploads.incoming, 'young.part')]
    await writeFile(old, 'x')
    await writeFile(young, 'x')
    const hours = (count: number) => clock.now() / 1_000 - count * 3_600
    await utimes(old, hours(2), hours(2))
    await sweeper.sweep()
    expect(await readdir(uploads.incoming)).toEqual(['young.part'])
  })

  it('leaves the rest for later when the relay stops', async () => {
    const { store, start, register } = await makeRelay()
    await Promise.all(Array.from({ length: 150 }, register))
    await store.deleteForm('w', 'form1')
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
    const { promise: deleted, resolve: go } = Promise.withResolvers<void>()
    const again = start({
      async delete() {
        begin()
        await deleted
      },
    })
    const swept = again.sweeper.sweep()
    await begun
    const stopped = again.sweeper.stop()
    go()
    await Promise.all([swept, stopped])
    expect(await again.store.listCondemnedUploads(150)).toHaveLength(50)
  })

  it('stops although a bucket does not answer', async () => {
    const { store, start, register } = await makeRelay()
    await store.dropUpload('form1', await register())
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>()
    const again = start({
      delete() {
        begin()
        return answered
      },
    })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => {
      vi.useRealTimers()
      answer()
    })
    void again.sweeper.sweep()
    await begun
    const stopped = again.sweeper.stop()
    await vi.runAllTimersAsync()
    await stopped
  })

  it('tries again what an outage prevented, and says so', async () => {
    const { start, store, uploads, register, keep, kept, logged } = await makeRelay()
    const id = await keep(await register())
    await store.dropUpload('form1', id)
    let isDown = true
    const again = start({
      async delete(ids) {
        if (isDown) throw new UploadsUnavailable('The bucket cannot be reached')
        await uploads.delete(ids)
      },
    })
    await again.sweeper.clean()
    expect(logged).toEqual(['uploads could not be deleted; later again'])
    expect(await kept()).toEqual([id])
    isDown = false
    await again.sweeper.clean()
    expect(await kept()).toEqual([])
  })
})
