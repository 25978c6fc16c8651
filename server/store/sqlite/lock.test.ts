import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { makeFolder } from '../../test/folder.ts'
import { StoreUnavailable } from '../store.ts'
import { lockDatabase } from './lock.ts'

it('is held by one relay at a time', async () => {
  const file = join(await makeFolder(), 'test.db')
  const unlock = lockDatabase(file)
  expect(() => lockDatabase(file, 0)).toThrow(StoreUnavailable)
  expect(() => lockDatabase(file, 0)).toThrow(/Another relay serves .*test\.db\. Stop it first/)
  unlock()
  lockDatabase(file, 0)()
})

it('is free again when its holder is killed', async () => {
  const file = join(await makeFolder(), 'test.db')
  const code = `
    const { lockDatabase } = await import(${JSON.stringify(join(import.meta.dirname, 'lock.ts'))})
    lockDatabase(${JSON.stringify(file)})
    console.log('locked')
    setInterval(() => {}, 1_000)`
  const holder = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(holder.stdout, 'data')
  expect(() => lockDatabase(file, 0)).toThrow(StoreUnavailable)
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  lockDatabase(file, 0)()
})

it('says what to do when it cannot be taken', async () => {
  const folder = await makeFolder()
  expect(() => lockDatabase(join(folder, 'x'.repeat(300)))).toThrow(/cannot be locked: .*Check/)
})
