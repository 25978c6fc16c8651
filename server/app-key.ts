import { ConfigError } from './config.ts'
import type { Vault } from './secrets.ts'
import type { Store } from './store/store.ts'

const SETTING = 'app-key-id'

/**
 * Throws a `ConfigError` when the database was made with another APP_KEY. With a wrong one, no signing secret could be
 * read: deliveries would wait for ever, and nobody would be told why.
 */
export async function assertSameKey(
  store: Pick<Store, 'getSetting' | 'putSetting'>,
  { keyId }: Pick<Vault, 'keyId'>,
  databaseFile: string,
): Promise<void> {
  const known = await store.getSetting(SETTING)
  if (known === null) return store.putSetting(SETTING, keyId)
  if (known === keyId) return
  throw new ConfigError(
    `APP_KEY is not the key that ${databaseFile} was made with (${known}; this one is ${keyId}). ` +
      'Start with that one: it was in APP_KEY, or in app.key of the DATA_DIR. If it is lost, so are the signing ' +
      `secrets: run sqlite3 ${databaseFile} "DELETE FROM settings WHERE name = '${SETTING}'", start again, and make ` +
      'the webhooks anew.',
  )
}
