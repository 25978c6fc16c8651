import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { createLookup, type LookupOptions } from './lookup.ts'

/** Longer than an answer takes on a busy machine. */
const TRY_MS = 1_000
const A = 1
const AAAA = 28

interface Zone {
  /** Addresses by name and type, as bytes; null: no such name; nothing: silence. */
  [question: string]: number[][] | null
}

const V4 = [93, 184, 215, 14]
const V6 = [0x26, 0x06, 0x28, ...Array.from({ length: 12 }, () => 0), 1]

/** A name server that answers what is in its zone and nothing else, and counts the questions. */
async function startDns(zone: Zone) {
  const asked: string[] = []
  const server = createSocket('udp4')
  server.on('message', (query, { port, address }) => {
    const labels: string[] = []
    let at = 12
    for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
      labels.push(query.toString('latin1', at + 1, at + 1 + length))
      at += 1 + length
    }
    const type = query.readUInt16BE(at + 1)
    const name = `${labels.join('.').toLowerCase()} ${type}`
    asked.push(name)
    const found = zone[name]
    if (found === undefined) return
    const head = Buffer.from(query.subarray(0, 12))
    head.writeUInt16BE(found ? 0x8180 : 0x8183, 2)
    head.writeUInt16BE(found?.length ?? 0, 6)
    head.writeUInt32BE(0, 8)
    const answers = (found ?? []).map((bytes) =>
      Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 0, 0, bytes.length, ...bytes]),
    )
    server.send(Buffer.concat([head, query.subarray(12, at + 5), ...answers]), port, address)
  })
  server.bind(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return { asked, servers: [`127.0.0.1:${server.address().port}`] }
}

const zone: Zone = {
  [`both.example ${A}`]: [V4, [8, 8, 8, 8]],
  [`both.example ${AAAA}`]: [V6],
  [`four.example ${A}`]: [V4],
  [`four.example ${AAAA}`]: [],
  [`no-six.example ${A}`]: [V4],
  [`none.example ${A}`]: null,
  [`none.example ${AAAA}`]: null,
  [`half.example ${A}`]: [],
}

async function makeLookup(options: Partial<LookupOptions> = {}) {
  const { asked, servers } = await startDns(zone)
  return { asked, lookup: createLookup({ isNamed: () => false, servers, tryMs: TRY_MS, ...options }) }
}

test('a name has all of its addresses, of both families', async () => {
  const { lookup } = await makeLookup()
  expect(await lookup('both.example')).toEqual([
    { address: '93.184.215.14' },
    { address: '8.8.8.8' },
    { address: '2606:2800::1' },
  ])
  expect(await lookup('four.example')).toEqual([{ address: '93.184.215.14' }])
})

test('names whose server is silent hold up nobody else, and end in time', async () => {
  const { lookup } = await makeLookup()
  const silent = Array.from({ length: 20 }, (_, index) =>
    lookup(`dead-${index}.example`).catch((error: { code: string }) => error.code),
  )
  const first = await Promise.race([lookup('four.example'), ...silent])
  expect(first).toEqual([{ address: '93.184.215.14' }])
  expect(new Set(await Promise.all(silent))).toEqual(new Set(['ETIMEOUT']))
}, 20_000)

test('a name whose server is silent about IPv6 is not waited for', async () => {
  const patient = await makeLookup({ tryMs: 3 * TRY_MS })
  const { lookup } = await makeLookup()
  const silent = lookup('dead.example').catch((error: { code: string }) => error.code)
  const found = await Promise.race([patient.lookup('no-six.example'), silent])
  expect(found).toEqual([{ address: '93.184.215.14' }])
})

test('what the DNS does not know is told apart from what it did not answer', async () => {
  const { lookup } = await makeLookup()
  await expect(lookup('none.example')).rejects.toMatchObject({ code: 'ENOTFOUND' })
  await expect(lookup('half.example')).rejects.toMatchObject({ code: 'ETIMEOUT' })
}, 20_000)

test('who asks for the same name at a time shares the answer', async () => {
  const { asked, lookup } = await makeLookup()
  const first = lookup('four.example')
  expect(lookup('four.example')).toBe(first)
  await first
  expect(asked).toHaveLength(2)
  expect(lookup('four.example')).not.toBe(first)
})

test('a host that the operator names is the system’s to know', async () => {
  const { asked, lookup } = await makeLookup({ isNamed: (host) => host === 'localhost' })
  const found = await lookup('localhost')
  expect(found.map(({ address }) => address)).toEqual(
    expect.arrayContaining([expect.stringMatching(/^127\.|^::1$/)]),
  )
  expect(asked).toEqual([])
})
