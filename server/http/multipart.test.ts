import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { testClock } from '../test/clock.ts'
import { readParts } from './multipart.ts'

const contentType = 'multipart/form-data; boundary=x'
const part = (about: string, text: string) =>
  `--x\r\ncontent-disposition: form-data; ${about}\r\n\r\n${text}\r\n`
const end = '--x--\r\n'

/** A body that comes in these pieces, and then, unless it has ended, no more. */
const streamed = (pieces: readonly string[], ends = true, onCancel = () => {}) => {
  const left = [...pieces]
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      const piece = left.shift()
      if (piece !== undefined) controller.enqueue(new TextEncoder().encode(piece))
      else if (ends) controller.close()
      else return new Promise(() => {})
    },
    cancel: onCancel,
  })
}
const text = async (bytes: ReadableStream) => new Response(bytes).text()
const read = (
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  more: Partial<Parameters<typeof readParts>[1]> = {},
) =>
  readParts(body, {
    contentType,
    most: 100_000,
    clock: testClock(),
    takeFile: async ({ fileName, bytes }) => `${fileName}: ${await text(bytes)}`,
    ...more,
  })

describe('reading parts', () => {
  const whole = `${part('name="a"', 'Grüße')}${part('name="f"; filename="x.txt"', 'one\r\n--y')}${part('name="a"', '')}${part('name="f"; filename=""', '')}${end}`
  const entries = { a: ['Grüße', ''], f: ['x.txt: one\r\n--y', ''] }

  it('gives texts and what stands for files, in order', async () => {
    expect(Object.fromEntries(await read(streamed([whole])))).toEqual(entries)
  })

  it('does not care how the bytes are cut', async () => {
    for (let size = 1; size < 12; size++) {
      const pieces = whole.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []
      expect(Object.fromEntries(await read(streamed(pieces)))).toEqual(entries)
    }
  })

  it('takes one file after the other, also such as come together', async () => {
    let atOnce = 0
    let most = 0
    const files = Array.from({ length: 9 }, (_, i) => part(`name="f"; filename="${i}"`, 'abc'))
    const found = await read(streamed([files.join('') + end]), {
      async takeFile({ fileName, bytes }) {
        most = Math.max(most, ++atOnce)
        await text(bytes)
        atOnce--
        return fileName
      },
    })
    expect([most, found.get('f')]).toEqual([1, [...'012345678']])
  })

  it('goes on after a file that nobody wanted to read', async () => {
    const long = 'word '.repeat(10_000)
    const pieces = [part('name="f"; filename="x"', long), part('name="a"', 'Ada'), end]
    expect(Object.fromEntries(await read(streamed(pieces), { takeFile: async () => null }))).toEqual({
      a: ['Ada'],
    })
  })

  it('ends with the first failure, and reads no further', async () => {
    let isCancelled = false
    const pieces = [
      part('name="f"; filename="x"', 'abc'),
      ...Array<string>(100).fill(part('name="f"; filename="y"', 'abc')),
    ]
    const body = streamed(pieces, false, () => {
      isCancelled = true
    })
    let calls = 0
    const reading = read(body, {
      async takeFile({ bytes }) {
        calls++
        await text(bytes)
        throw new Error('a disk failed')
      },
    })
    await expect(reading).rejects.toThrow('a disk failed')
    expect([calls, isCancelled]).toEqual([1, true])
  })

  it.each([
    ['before a part', ['--x']],
    ['within a text', ['--x\r\ncontent-disposition: form-data; name="a"\r\n\r\nAd']],
    ['within a file', ['--x\r\ncontent-disposition: form-data; name="f"; filename="x"\r\n\r\nAd']],
  ])('gives up a body that stands still %s', async (_where, pieces) => {
    await expect(read(streamed(pieces, false), { idleMs: 5 })).rejects.toMatchObject({ code: 'broken-off' })
  })

  it('gives up a body that never stands still, and never comes to its end', async () => {
    const clock = testClock()
    let sent = 0
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
      {
        pull(controller) {
          sent++
          clock.advance(1_000)
          controller.enqueue(new Uint8Array([45]))
        },
      },
      { highWaterMark: 0 },
    )
    await expect(read(body, { clock })).rejects.toMatchObject({ code: 'broken-off' })
    expect(sent).toBeLessThan(30)
  })

  it('gives a file its time to be kept', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const clock = testClock()
    const pieces = [part('name="f"; filename="x"', 'abc'), part('name="a"', 'Ada'.repeat(9_999)), end]
    const reading = read(streamed(pieces), {
      clock,
      async takeFile({ bytes }) {
        await text(bytes)
        clock.advance(3_600_000)
        await vi.advanceTimersByTimeAsync(3_600_000)
        return 'kept'
      },
    })
    expect((await reading).get('f')).toEqual(['kept'])
  })
})
