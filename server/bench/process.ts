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

// Whatever goes wrong in a benchmark, nothing keeps running after it.
const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** Starts a TypeScript file of this folder's parent and resolves when it prints `listening on URL`. */
export async function startProgram(
  file: string,
  env: Record<string, string> = {},
  flags: readonly string[] = [],
): Promise<Program> {
  const child = spawn(process.execPath, [...flags, join(import.meta.dirname, '..', file)], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  running.add(child)
  child.once('exit', () => running.delete(child))
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

function listening(child: ChildProcess, file: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  if (!child.stdout) throw new Error(`${file} was started without an output to read`)
  const said: string[] = []
  // Read to the end, also after the line that matters: a full or closed pipe would stop the program.
  createInterface({ input: child.stdout }).on('line', (line) => {
    const url = /listening on (\S+)/.exec(line)?.[1]
    if (url) resolve(url)
    else if (said.length < 20) said.push(line)
  })
  child.once('exit', () => reject(new Error(`${file} ended before it listened:\n${said.join('\n')}`)))
  return promise
}
