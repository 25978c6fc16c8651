/** Programs that a benchmark measures, each in a process of its own, so that none pays for another's garbage. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export interface Program {
  url: string
  /** Resident memory, in MB. */
  memory(): Promise<number>
  stop(): Promise<void>
}

/** Starts a TypeScript file of this folder's parent and resolves when it prints `listening on URL`. */
export async function startProgram(file: string, env: Record<string, string> = {}): Promise<Program> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', file)], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await listening(child, file)
  return {
    url,
    async memory() {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '')
      return Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024)
    },
    async stop() {
      if (child.exitCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

async function listening(child: ChildProcess, file: string): Promise<string> {
  const said: string[] = []
  if (!child.stdout) throw new Error(`${file} was started without an output to read`)
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line)
    const url = /listening on (\S+)/.exec(line)?.[1]
    if (url) {
      // Nobody reads on, and a full pipe would stop the program.
      child.stdout.resume()
      return url
    }
  }
  throw new Error(`${file} ended before it listened:\n${said.join('\n')}`)
}
