import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isFormType, readForm, readQuery } from './form-data.ts'

const URLENCODED = 'application/x-www-form-urlencoded'
const bytes = (text: string) => new TextEncoder().encode(text)
const entries = async (text: string, type = URLENCODED) =>
  Object.fromEntries((await readForm(bytes(text), type, 100)).entries)

/** A body and its type, as a browser makes them. */
async function multipart(data: FormData) {
  const made = new Response(data)
  return { body: new Uint8Array(await made.arrayBuffer()), type: made.headers.get('content-type') ?? '' }
}

describe('the two types of forms', () => {
  it.each([
    [URLENCODED, true],
    ['application/x-www-form-urlencoded; charset=UTF-8', true],
    ['Multipart/Form-Data; boundary=x', true],
    ['application/json', false],
    ['multipart/mixed; boundary=x', false],
    ['application/x-www-form-urlencoded-not', false],
    ['', false],
  ])('%s: %s', (type, is) => expect(isFormType(type)).toBe(is))
})

describe('an urlencoded form', () => {
  it('is texts by name, several of one name in their order', async () => {
    expect(await entries('a=1&b=x+y%26z&a=2&c=&d&%C3%A9=%F0%9F%98%80')).toEqual({
      a: ['1', '2'],
      b: ['x y&z'],
      c: [''],
      d: [''],
      é: ['😀'],
    })
  })

  it('has nothing but its own names', async () => {
    const { entries } = await readForm(bytes('__proto__=x&constructor=y'), URLENCODED, 100)
    expect([...entries]).toEqual([
      ['__proto__', ['x']],
      ['constructor', ['y']],
    ])
  })

  it('keeps a % that begins nothing, as browsers do', async () => {
    expect(await entries('a=100%&b=%zz&c==')).toEqual({ a: ['100%'], b: ['%zz'], c: ['='] })
  })

  it('is read as URLSearchParams reads it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }))),
        async (pairs) => {
          const params = new URLSearchParams(pairs)
          const form = await readForm(bytes(params.toString()), URLENCODED, 1_000)
          const read = Array.from(form.entries, ([name, texts]) => [name, ...texts])
          expect(read).toEqual([...new Set(params.keys())].map((name) => [name, ...params.getAll(name)]))
        },
      ),
    )
  })

  it.each([
    ['a lone byte', 'a=%ff'],
    ['a cut character', 'a=%e2%82'],
    ['an overlong slash', 'a=%c0%af'],
    ['half a pair', 'a=%ed%a0%80'],
    ['a name', '%ff=a'],
  ])('that is not UTF-8 is refused: %s', async (_, text) => {
    await expect(entries(text)).rejects.toMatchObject({ code: 'invalid-utf8' })
  })

  it('that is not UTF-8 without any % is refused', async () => {
    const latin1 = new Uint8Array(Buffer.from('a=\xe9', 'latin1'))
    await expect(readForm(latin1, URLENCODED, 100)).rejects.toMatchObject({ code: 'invalid-utf8' })
  })

  it('may have so many values, and no more', async () => {
    expect(await entries(Array(100).fill('a=1').join('&'))).toEqual({ a: Array(100).fill('1') })
    await expect(entries(Array(101).fill('a=1').join('&'))).rejects.toMatchObject({ code: 'too-deep' })
  })
})

describe('a multipart form', () => {
  it('is the same', async () => {
    const data = new FormData()
    data.append('a', 'Ünï 😀\r\nline')
    data.append('b "q"', 'x')
    data.append('a', '2')
    const { body, type } = await multipart(data)
    const { entries, files } = await readForm(body, type, 100)
    expect(Object.fromEntries(entries)).toEqual({ a: ['Ünï 😀\r\nline', '2'], 'b "q"': ['x'] })
    expect(files.size).toBe(0)
  })

  it('says where files came, and keeps nothing of them', async () => {
    const data = new FormData()
    data.append('a', '1')
    data.append('cv', new File([new Uint8Array([0xff, 0xfe])], 'cv.pdf'))
    const { body, type } = await multipart(data)
    const { entries, files } = await readForm(body, type, 100)
    expect(Object.fromEntries(entries)).toEqual({ a: ['1'] })
    expect([...files]).toEqual(['cv'])
  })

  it('takes an input for files that was left empty for nothing', async () => {
    const text =
      '--x\r\ncontent-disposition: form-data; name="cv"; filename=""\r\ncontent-type: application/octet-stream\r\n\r\n\r\n--x--\r\n'
    const { entries, files } = await readForm(bytes(text), 'multipart/form-data; boundary=x', 100)
    expect([Object.fromEntries(entries), files.size]).toEqual([{ cv: [''] }, 0])
  })

  it('that is not UTF-8 is refused', async () => {
    const body = Buffer.concat([
      Buffer.from('--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n'),
      Buffer.from([0xff]),
      Buffer.from('\r\n--x--\r\n'),
    ])
    await expect(
      readForm(new Uint8Array(body), 'multipart/form-data; boundary=x', 100),
    ).rejects.toMatchObject({ code: 'invalid-utf8' })
  })

  it.each([
    ['no boundary', 'multipart/form-data', '--x\r\n'],
    ['another boundary', 'multipart/form-data; boundary=y', '--x\r\n'],
    ['no end', 'multipart/form-data; boundary=x', '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n1'],
    ['no name', 'multipart/form-data; boundary=x', '--x\r\ncontent-type: text/plain\r\n\r\n1\r\n--x--\r\n'],
  ])('that cannot be read is refused: %s', async (_, type, text) => {
    await expect(readForm(bytes(text), type, 100)).rejects.toMatchObject({ code: 'malformed-form' })
  })
})

describe('the parameters of an address', () => {
  it('are read like a form, less what cannot be read', () => {
    const query = readQuery('https://relay.example/f/x?a=1&b=%ff&a=2+3#?c=4')
    expect(Object.fromEntries(query)).toEqual({ a: ['1', '2 3'] })
  })

  it('may be none', () => {
    expect(readQuery('https://relay.example/f/x').size).toBe(0)
  })
})
