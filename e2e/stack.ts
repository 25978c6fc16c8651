// What the specs drive from outside: a relay as its operator would run it, and pages of strangers that embed it.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(import.meta.resolve('@fieldpost/server/main.ts'))
/** A relay that says nothing for so long has failed to start. */
const START_WITHIN_MS = 20_000
const LISTENING = /listening on (https?:\/\/[^\s"'\\]+)/

export const admin = {
  email: 'owner@example.com',
  password: 'a long enough password',
  apiKey: `fp_${randomBytes(24).toString('hex')}`,
}

export interface RelayOptions {
  /** Settings beside, or instead of, those that every test relay has; undefined takes one away. */
  env?: Record<string, string | undefined>
}

interface Exit {
  code: number | null
  signal: NodeJS.Signals | null
}

export interface Relay {
  /** Where it listens. */
  readonly url: string
  /** The origin that tags and links name. */
  readonly publicUrl: string
  readonly pid: number
  readonly dataDir: string
  /** Everything it has printed so far, restarts included. */
  log(): string
  /** Resolves with the first match of what it has printed, or prints yet. */
  printed(pattern: RegExp): Promise<RegExpExecArray>
  /** Calls it as the owner, with the API key; the body is sent as JSON. */
  api(path: string, init?: { method?: string; body?: unknown }): Promise<Response>
  /** Resolves with how the process ended. */
  stop(signal?: NodeJS.Signals): Promise<Exit>
  /** SIGKILL: nothing is told, nothing is flushed. */
  kill(): Promise<Exit>
  /** Starts it again, after it has ended, on the same port and the same data; `env` changes its settings for good. */
  restart(env?: RelayOptions['env']): Promise<void>
  /** Ends it if it still runs, and deletes its data. */
  close(): Promise<void>
}

/**
 * Starts a relay on a port from the kernel with data of its own and an owner (`admin`), and waits until it says
 * that it listens. Rejects with what it printed when it does not.
 */
export async function startRelay({ env = {} }: RelayOptions = {}): Promise<Relay> {
  const dataDir = mkdtempSync(join(tmpdir(), 'fieldpost-e2e-'))
  let output = ''
  const lines = new EventEmitter()
  let process_: ChildProcess
  let ended: Promise<Exit>
  let url = ''

  async function start(port: string): Promise<void> {
    const child = spawn(process.execPath, [MAIN], {
      env: {
        PATH: process.env.PATH,
        PORT: port,
        DATA_DIR: dataDir,
        ADMIN_EMAIL: admin.email,
        ADMIN_PASSWORD: admin.password,
        ADMIN_API_KEY: admin.apiKey,
        WEBHOOK_ALLOW: '127.0.0.1',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    process_ = child
    ended = once(child, 'exit').then(([code, signal]) => ({ code, signal }))
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    let printed = ''
    const read = (chunk: Buffer) => {
      printed += chunk
      output += chunk
      const found = LISTENING.exec(printed)?.[1]
      if (found) resolve(found)
      lines.emit('printed')
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('error', reject)
    void ended.then((exit) =>
      reject(new Error(`The relay ended (${JSON.stringify(exit)}) and printed:\n${printed}`)),
    )
    const patience = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`The relay did not say that it listens within ${START_WITHIN_MS} ms:\n${printed}`))
    }, START_WITHIN_MS)
    try {
      url = await promise
    } finally {
      clearTimeout(patience)
    }
  }

  const stop = (signal: NodeJS.Signals = 'SIGTERM') => {
    process_.kill(signal)
    return ended
  }

  await start('0')
  const { port } = new URL(url)

  return {
    get url() {
      return url
    },
    get publicUrl() {
      return env.PUBLIC_URL ?? `http://localhost:${port}`
    },
    get pid() {
      return process_.pid ?? 0
    },
    dataDir,
    log: () => output,
    async printed(pattern) {
      for (;;) {
        const found = pattern.exec(output)
        if (found) return found
        await once(lines, 'printed')
      }
    },
    api: (path, { method = 'GET', body } = {}) =>
      fetch(new URL(path, url), {
        method,
        headers: {
          authorization: `Bearer ${admin.apiKey}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    stop,
    kill: () => stop('SIGKILL'),
    // Pages and callbacks know the old address.
    restart(changed) {
      env = { ...env, ...changed }
      return start(port)
    },
    async close() {
      await stop('SIGKILL')
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

export interface HostPage {
  /** On 127.0.0.1: another site than the relay's localhost. */
  readonly url: string
  /** The same server under another name; names ending in `.test` lead here too, and are no secure context. */
  at(host: string): string
  close(): Promise<void>
}

export interface HostPageOptions {
  csp?: string
  headers?: Record<string, string>
  /** Further files by path, like `/style.css`. */
  files?: Record<string, { type: string; body: string }>
}

/** Serves a page on an origin of its own, as the site of somebody who pasted the tag. */
export async function hostPage(
  html: string,
  { csp, headers = {}, files = {} }: HostPageOptions = {},
): Promise<HostPage> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://host').pathname
    // Browsers ask for it by themselves; a 404 would look like an error of the page.
    if (path === '/favicon.ico') {
      response.writeHead(204).end()
      return
    }
    const file = path === '/' ? { type: 'text/html; charset=utf-8', body: html } : files[path]
    if (!file) {
      response.writeHead(404).end()
      return
    }
    response.writeHead(200, {
      'content-type': file.type,
      ...(csp !== undefined && { 'content-security-policy': csp }),
      ...headers,
    })
    response.end(file.body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const at = (host: string) => `http://${host}:${port}/`
  return {
    url: at('127.0.0.1'),
    at,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
