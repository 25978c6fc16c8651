import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { assertSameKey } from './app-key.ts'
import { ConfigError } from './config.ts'
import { openSqlite } from './store/sqlite/open.ts'
import { testClock } from './test/clock.ts'
import { makeFolder } from './test/folder.ts'

it('lets a database be served with the key alone that it was made with', async () => {
  const { store } = openSqlite({ file: join(await makeFolder(), 'test.db'), clock: testClock() })
  onTestFinished(() => store.close())
  await assertSameKey(store, { keyId: 'aaaa' }, 'test.db')
  await assertSameKey(store, { keyId: 'aaaa' }, 'test.db')
  const other = assertSameKey(store, { keyId: 'bbbb' }, 'test.db')
  await expect(other).rejects.toThrow(ConfigError)
  await expect(other).rejects.toThrow(/not the key that test\.db was made with \(aaaa; this one is bbbb\)/)
})
