import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson, readBytes, readJson } from './body.ts'

const limits = { bytes: 64, depth: 4, keys: 10 }
const bytes = (text: string) => new TextEncoder().encode(text)
const post = (body: string | ReadableStream<Uint8Array>, headers: Record<string, string> = {}) =>
  new Request('http://relay.example/', { method: 'POST', body, headers, duplex: 'half' } as RequestInit)

const streamed = (chunks: number, size: number, onCancel = () => {}) => {
  let sent = 0
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent++ < chunks) controller.enqueue(new Uint8Array(size))
      else controller.close()
    },
    cancel: onCancel,
  })
}

describe('reading a body', () => {
  it('gives its bytes, with or without a length', async () => {
    expect(Buffer.from(await readBytes(post('abc'), 64)).toString()).toBe('abc')
    expect(Buffer.from(await readBytes(post(streamed(2, 3)), 64)).toString('hex')).toBe('00'.repeat(6))
    expect(await readBytes(new Request('http://relay.example/', { method: 'POST' }), 64)).toHaveLength(0)
  })

  it('refuses a length over the limit', async () => {
    const request = post('abc', { 'content-length': '10000000' })
    await expect(readBytes(request, 64)).rejects.toMatchObject({ code: 'too-large' })
  })

  it('stops reading a body that has no end', async () => {
    let cancelled = false
    const endless = streamed(Number.POSITIVE_INFINITY, 16, () => {
      cancelled = true
    })
    await expect(readBytes(post(endless), 64)).rejects.toMatchObject({ code: 'too-large' })
    expect(cancelled).toBe(true)
  })

  it('reads a body that is too large to its end, so that its sender hears why', async () => {
    let cancelled = false
    const body = streamed(1_000, 1_024, () => {
      cancelled = true
    })
    await expect(readBytes(post(body), 64)).rejects.toMatchObject({ code: 'too-large' })
    expect(cancelled).toBe(false)
  })

  it('waits for a body only so long, however much of it comes', async () => {
    const silent = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(bytes('{')) })
    await expect(readBytes(post(silent), 64, 5)).rejects.toMatchObject({ code: 'broken-off' })
    const announced = post(new ReadableStream({ start() {} }), { 'content-length': '10' })
    await expect(readBytes(announced, 64, 5)).rejects.toMatchObject({ code: 'broken-off' })
  })

  it('refuses compressed bodies', async () => {
    await expect(readBytes(post('x', { 'content-encoding': 'gzip' }), 64)).rejects.toMatchObject({
      code: 'content-encoding',
    })
  })

  it('refuses anything but JSON where JSON is asked for', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'text/json',
      '',
    ]) {
      await expect(readJson(post('{}', { 'content-type': type }), limits)).rejects.toMatchObject({
        code: 'wrong-content-type',
      })
    }
    for (const type of [
      'application/json',
      'application/json; charset=utf-8',
      'application/merge-patch+json',
    ]) {
      expect(await readJson(post('{}', { 'content-type': type }), limits)).toEqual({})
    }
  })
})

describe('reading JSON', () => {
  const code = (text: string | Uint8Array, more = {}) => {
    try {
      parseJson(typeof text === 'string' ? bytes(text) : text, { ...limits, ...more })
      return 'fine'
    } catch (error) {
      return (error as { code?: string }).code
    }
  }

  it('names what is wrong', () => {
    expect(code('{"a":')).toBe('malformed-json')
    expect(code('')).toBe('malformed-json')
    expect(code('"open')).toBe('malformed-json')
    expect(code(new Uint8Array([0x22, 0xc3, 0x28, 0x22]))).toBe('invalid-utf8')
    expect(code(new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22]))).toBe('invalid-utf8')
    expect(code('[[[[[]]]]]')).toBe('too-deep')
    expect(code('['.repeat(100_000))).toBe('too-deep')
    expect(code(`[${Array(11).fill(0).join(',')}]`)).toBe('too-deep')
  })

  it('does not take brackets and commas inside texts for structure', () => {
    expect(code(JSON.stringify('[[[[[[{{{{{,,,,,,,,,,,,,,'))).toBe('fine')
    expect(code(JSON.stringify({ a: 'quote " and slash \\', b: '\\"[[[[[[[[' }))).toBe('fine')
    expect(code(JSON.stringify({ a: '\\\\', b: [[['\\']]] }))).toBe('fine')
  })

  it('gives what JSON.parse gives for every value within the limits', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
        const text = JSON.stringify(value)
        expect(parseJson(bytes(text), { bytes: 1e6, depth: 5, keys: 1e6 })).toEqual(JSON.parse(text))
      }),
    )
  })

  it('measures depth as the parser would', () => {
    const depthOf = (value: unknown): number =>
      typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), fc.integer({ min: 0, max: 8 }), (value, depth) => {
        const text = JSON.stringify(value)
        expect(code(text, { depth, keys: 1e6 })).toBe(depthOf(JSON.parse(text)) > depth ? 'too-deep' : 'fine')
      }),
    )
  })
})
