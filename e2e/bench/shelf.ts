// Serves the peers' files as the relay serves ours: from another origin than the page, gzipped as far as it goes,
// with the very headers that the relay gives its own script.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'

export interface Shelved {
  type: string
  body: string | Buffer
}

export interface Shelf {
  /** On localhost, like the relay. */
  readonly origin: string
  close(): Promise<void>
}

/** Of one answer, not of a kind of answers. */
const ITS_OWN = ['content-length', 'content-type', 'connection', 'keep-alive', 'date', 'transfer-encoding']

/**
 * `files` by path, whatever query they are asked with; anything else that is posted is taken and answered with `{}`.
 * `like` is the address of a file of the relay's.
 */
export async function startShelf(files: Readonly<Record<string, Shelved>>, like: string): Promise<Shelf> {
  const model = await fetch(like, { headers: { 'accept-encoding': 'gzip' } })
  await model.arrayBuffer()
  const headers = Object.fromEntries([...model.headers].filter(([name]) => !ITS_OWN.includes(name)))
  if (headers['content-encoding'] !== 'gzip') throw new Error(`${like} came uncompressed`)
  const packed = new Map(
    Object.entries(files).map(([path, { type, body }]) => [
      path,
      { type, bytes: gzipSync(body, { level: 9 }) },
    ]),
  )
  const nothing = { type: 'application/json', bytes: gzipSync('{}', { level: 9 }) }
  const server = createServer((request, response) => {
    request.resume()
    const { pathname } = new URL(request.url ?? '/', 'http://shelf')
    const file = packed.get(pathname) ?? (request.method === 'POST' ? nothing : undefined)
    if (!file) {
      response.writeHead(404).end()
      return
    }
    response.writeHead(200, { ...headers, 'content-type': file.type, 'content-length': file.bytes.length })
    response.end(file.bytes)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
