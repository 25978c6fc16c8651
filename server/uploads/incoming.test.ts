import { readdirSync, statSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { testClock } from '../test/clock.ts'
import { makeFolder } from '../test/folder.ts'
import { createIncoming, type IncomingDeps } from './incoming.ts'
import { UploadsUnavailable } from './uploads.ts'

async function makeIncoming(more: Partial<IncomingDeps> = {}) {
  const folder = await makeFolder()
  const incoming = createIncoming({ folder, clock: testClock(), reserveBytes: 0, ...more })
  return { ...incoming, folder, files: () => readdirSync(folder) }
}

const MB = 1_000_000
const stream = (...parts: (string | Uint8Array<ArrayBuffer>)[]) => new Blob(parts).stream()

describe('a file on its way in', () => {
  it('is written down for nobody else to read, and can be discarded', async () => {
    const { receive, files } = await makeIncoming()
    const received = await receive(stream('hel', 'lo'), 5)
    if (received.outcome !== 'received') throw new Error(received.outcome)
    const { path, size, discard } = received.file
    expect([size, await readFile(path, 'utf8')]).toEqual([5, 'hello'])
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    await discard()
    await discard()
    expect(files()).toEqual([])
  })

  it('is on disk before more of it is read: 100 MB pass with less than one in memory', async () => {
    const { receive, folder, files } = await makeIncoming()
    const part = new Uint8Array(50_000)
    let given = 0
    let mostHeld = 0
    const source = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          const [name] = files()
          mostHeld = Math.max(mostHeld, given - (name ? statSync(join(folder, name)).size : 0))
          if (given === 100 * MB) return controller.close()
          given += part.length
          controller.enqueue(part)
        },
      },
      { highWaterMark: 0 },
    )
    expect(await receive(source, 100 * MB)).toMatchObject({ outcome: 'received', file: { size: 100 * MB } })
    expect(mostHeld).toBeLessThan(MB)
  })

  it('is read no further than it may be long, and leaves nothing', async () => {
    const { receive, files } = await makeIncoming()
    let given = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        given += 1_000
        controller.enqueue(new Uint8Array(1_000))
      },
    })
    expect(await receive(endless, 10_000)).toEqual({ outcome: 'too-large' })
    expect(given).toBeLessThan(20_000)
    expect(files()).toEqual([])
  })

  it('is given up when its sender breaks off or keeps us waiting', async () => {
    const { receive, files } = await makeIncoming({ idleMs: 20 })
    const broken = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new Uint8Array(10))
      },
      pull: (controller) => controller.error(new Error('reset')),
    })
    expect(await receive(broken, 100)).toEqual({ outcome: 'broken-off' })
    let isCancelled = false
    const silent = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new Uint8Array(10)),
      cancel() {
        isCancelled = true
      },
    })
    expect(await receive(silent, 100)).toEqual({ outcome: 'broken-off' })
    expect(isCancelled).toBe(true)
    expect(files()).toEqual([])
  })

  it('is given up when it never pauses, and takes longer than anything of its size', async () => {
    const clock = testClock()
    const { receive, files } = await makeIncoming({ clock })
    const drip = (bytes: number) =>
      new ReadableStream<Uint8Array>(
        {
          pull(controller) {
            clock.advance(1_000)
            controller.enqueue(new Uint8Array(bytes))
          },
        },
        { highWaterMark: 0 },
      )
    expect(await receive(drip(1), MB)).toEqual({ outcome: 'broken-off' })
    expect(await receive(drip(64_000), 10 * MB)).toEqual({ outcome: 'too-large' })
    expect(files()).toEqual([])
  })

  it('is not begun when the disk would be full, with all that is coming', async () => {
    const { receive, files } = await makeIncoming({ reserveBytes: 1e18 })
    expect(await receive(stream('x'), 1)).toEqual({ outcome: 'no-room' })
    expect(files()).toEqual([])
  })

  it('finds no folder to be written to', async () => {
    const { receive } = await makeIncoming({ folder: join(await makeFolder(), 'gone') })
    await expect(receive(stream('x'), 1)).rejects.toThrow(UploadsUnavailable)
    await expect(receive(stream('x'), 1)).rejects.toThrow(/gone.*ENOENT/)
  })
})
