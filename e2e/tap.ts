// A plain proxy in front of a relay that writes down every request: browsers hide preflights from the page and
// from its tools, so what really went over the wire is read here.
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, request as send } from 'node:http'
import type { AddressInfo } from 'node:net'

interface TappedRequest {
  method: string
  path: string
  headers: IncomingHttpHeaders
  /** Of the answer; empty until it has come. */
  answer: { status?: number; headers?: IncomingHttpHeaders }
}

export interface Tap {
  /** What the relay's PUBLIC_URL is to be. */
  readonly url: string
  readonly requests: readonly TappedRequest[]
  /** Where requests go from now on. */
  leadTo(url: string): void
  close(): Promise<void>
}

export async function startTap(): Promise<Tap> {
  const requests: TappedRequest[] = []
  let target = ''
  const server = createServer((incoming, outgoing) => {
    const seen: TappedRequest = {
      method: incoming.method ?? '',
      path: incoming.url ?? '',
      headers: incoming.headers,
      answer: {},
    }
    requests.push(seen)
    const forward = send(
      new URL(seen.path, target),
      { method: seen.method, headers: incoming.headers },
      (answer) => {
        seen.answer = { status: answer.statusCode ?? 0, headers: answer.headers }
        outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
        answer.pipe(outgoing)
      },
    )
    forward.on('error', () => outgoing.destroy())
    incoming.pipe(forward)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    requests,
    leadTo(url) {
      target = url
    },
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
