/**
 * Keeps what must not be readable in the database file: signing secrets and the owners' headers, sealed under
 * APP_KEY with AES-256-GCM. A sealed text is bound to what it belongs to, so one row's cannot be put into another.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** Of the text's format; another key or another cipher gets another. */
const FORMAT = 'v1'
const CIPHER = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16
/** Opened texts that are kept: every attempt of a delivery opens its webhook's. */
const KEPT = 1_000

export interface Vault {
  /** Tells keys apart, and nothing about them. */
  readonly keyId: string
  /** The text as `v1.KEYID.BASE64URL`; `belongsTo` is authenticated with it and must be the same at `open`. */
  seal(belongsTo: string, text: string): string
  /** The text that was sealed. Throws when the key is another one, or when anything was changed or moved. */
  open(belongsTo: string, sealed: string): string
}

/** A 32-byte key for one purpose, derived from APP_KEY (RFC 5869), so that no two purposes share a key. */
export const deriveKey = (appKey: Uint8Array, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', appKey, '', `fieldpost ${purpose}`, 32))

export function createVault(appKey: Uint8Array): Vault {
  const key = deriveKey(appKey, 'sealed texts')
  const keyId = deriveKey(appKey, 'key id').toString('hex').slice(0, 8)
  const opened = new Map<string, string>()

  /** Remembers a text as the one used last, and forgets the one that was not used for longest. */
  function keep(name: string, text: string): string {
    opened.delete(name)
    opened.set(name, text)
    const [oldest] = opened.size > KEPT ? opened.keys() : []
    if (oldest !== undefined) opened.delete(oldest)
    return text
  }

  return {
    keyId,

    seal(belongsTo, text) {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv(CIPHER, key, iv)
      cipher.setAAD(Buffer.from(belongsTo))
      const sealed = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `${FORMAT}.${keyId}.${sealed.toString('base64url')}`
    },

    open(belongsTo, sealed) {
      const name = `${belongsTo}\n${sealed}`
      const known = opened.get(name)
      if (known !== undefined) return keep(name, known)
      const [format, sealedBy, encoded] = sealed.split('.')
      if (format !== FORMAT || !encoded)
        throw new Error(`What is sealed for ${belongsTo} has an unknown format.`)
      if (sealedBy !== keyId) {
        throw new Error(
          `What is sealed for ${belongsTo} was sealed with another APP_KEY (${sealedBy}, this one is ${keyId}). ` +
            'Start the relay with the key that this database was made with.',
        )
      }
      const bytes = Buffer.from(encoded, 'base64url')
      try {
        const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES), {
          authTagLength: TAG_BYTES,
        })
        decipher.setAAD(Buffer.from(belongsTo))
        decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
        const text = decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8')
        return keep(name, text + decipher.final('utf8'))
      } catch (cause) {
        throw new Error(`What is sealed for ${belongsTo} was changed or belongs to something else.`, {
          cause,
        })
      }
    },
  }
}

/** A signing secret; `until` (ms since 1970) ends its overlap after a rotation, null while it is the present one. */
export interface SigningSecret {
  secret: string
  until: number | null
}

/** What a webhook keeps sealed: see `WebhookRow`. */
interface Sealed {
  id: string
  secrets: string | null
  headers: string | null
}

const secretsOf = (webhookId: string) => `webhook ${webhookId} secrets`
const headersOf = (webhookId: string) => `webhook ${webhookId} headers`

/** For `WebhookRow.secrets`: newest first; none sends unsigned. */
export const sealSecrets = (
  vault: Vault,
  webhookId: string,
  secrets: readonly SigningSecret[],
): string | null => (secrets.length === 0 ? null : vault.seal(secretsOf(webhookId), JSON.stringify(secrets)))

/** The secrets that sign at this moment (ms since 1970), newest first; empty for a webhook that sends unsigned. */
export function signingSecrets(vault: Vault, webhook: Sealed, now: number): SigningSecret[] {
  if (webhook.secrets === null) return []
  const secrets: SigningSecret[] = JSON.parse(vault.open(secretsOf(webhook.id), webhook.secrets))
  return secrets.filter(({ until }) => until === null || until > now)
}

/** For `WebhookRow.headers`. */
export const sealHeaders = (vault: Vault, webhookId: string, headers: Readonly<Record<string, string>>) =>
  Object.keys(headers).length === 0 ? null : vault.seal(headersOf(webhookId), JSON.stringify(headers))

/** The owner's headers, in clear. */
export const ownHeaders = (vault: Vault, webhook: Sealed): Record<string, string> =>
  webhook.headers === null ? {} : JSON.parse(vault.open(headersOf(webhook.id), webhook.headers))

/**
 * What the delivery path needs to know of a webhook's secrets, and nothing more. Deliveries that are claimed together
 * share their webhook's row, and what was opened of it.
 */
export function webhookSecrets(vault: Vault) {
  const secretsOfRow = new WeakMap<Sealed, SigningSecret[]>()
  const headersOfRow = new WeakMap<Sealed, Record<string, string>>()
  return {
    secrets(webhook: Sealed, now: number): string[] {
      const known = secretsOfRow.get(webhook) ?? signingSecrets(vault, webhook, Number.NEGATIVE_INFINITY)
      secretsOfRow.set(webhook, known)
      return known.filter(({ until }) => until === null || until > now).map(({ secret }) => secret)
    },
    headers(webhook: Sealed): Record<string, string> {
      const known = headersOfRow.get(webhook) ?? ownHeaders(vault, webhook)
      headersOfRow.set(webhook, known)
      return known
    },
  }
}
