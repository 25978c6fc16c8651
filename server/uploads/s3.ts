/** Uploads as objects of a bucket, in Amazon's S3 or any store that speaks like it. Loaded only when it is set. */
import { createHash } from 'node:crypto'
import { createReadStream, mkdirSync, openAsBlob } from 'node:fs'
import { rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { AwsClient } from 'aws4fetch'
import { assertId, type Uploads, unavailable } from './uploads.ts'

/** For a request with all that it is sent again, up to the beginning of the answer. */
const TIMEOUT_MS = 120_000
/** How often a request is sent again that was answered with 429 or 5xx, and what the wait in between grows from. */
const RETRIES = 3
const FIRST_WAIT_MS = 100
/** Of a refusal, as much as says why. */
const REASON_LENGTH = 300

export interface S3Settings {
  bucket: string
  /** What every key begins with; empty, or with a `/` at its end. */
  prefix: string
  /** The origin of the store, without the bucket. */
  endpoint: string
  region: string
  accessKeyId: string
  secretAccessKey: string
}

/** `incoming` is a folder of this machine, made when it is missing. */
export function s3Uploads(settings: S3Settings, incoming: string): Uploads {
  const { bucket, prefix, endpoint, region, accessKeyId, secretAccessKey } = settings
  const retrying = { retries: RETRIES, initRetryMs: FIRST_WAIT_MS }
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', ...retrying })
  const where = `s3://${bucket}/${prefix}`
  mkdirSync(incoming, { recursive: true, mode: 0o700 })

  /** The answer to a signed request, null when there is no such object; the bucket is in the path, which every store takes, whatever its name. */
  async function send(doing: string, id: string, init: RequestInit) {
    assertId(id)
    const path = [bucket, ...`${prefix}${id}`.split('/')].map(encodeURIComponent).join('/')
    const patience = new AbortController()
    const timer = setTimeout(() => patience.abort(new Error('it took too long')), TIMEOUT_MS)
    try {
      const answer = await client.fetch(`${endpoint}/${path}`, {
        ...init,
        // A redirect would be signed for another host; it says that the endpoint or the region is wrong.
        redirect: 'manual',
        signal: patience.signal,
      })
      if (answer.ok) return answer
      const reason = (await answer.text()).replace(/\s+/g, ' ').slice(0, REASON_LENGTH)
      // The status alone says as well that there is no such bucket.
      if (answer.status === 404 && !reason.includes('NoSuchBucket')) return null
      throw new Error(`the store answered ${answer.status} ${reason}`)
    } catch (error) {
      throw unavailable(`${doing} ${where}`, error)
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    incoming,

    async put(id, path) {
      const doing = 'An upload cannot be kept in'
      const digest = createHash('sha256')
      let body: Blob
      try {
        // Signed with what the bytes are, so that the store refuses any that arrive as others.
        await pipeline(createReadStream(path), digest)
        body = await openAsBlob(path)
      } catch (error) {
        throw unavailable(`${doing} ${where}`, error)
      }
      const headers = {
        'content-type': 'application/octet-stream',
        'x-amz-content-sha256': digest.digest('hex'),
      }
      const answer = await send(doing, id, { method: 'PUT', body, headers })
      if (!answer) throw unavailable(`${doing} ${where}`, 'there is nothing at this address')
      await answer.body?.cancel()
      await rm(path, { force: true })
    },

    async open(id) {
      const answer = await send('An upload cannot be read from', id, { method: 'GET' })
      return answer && (answer.body ?? new Blob([]).stream())
    },

    async delete(ids) {
      for (const id of ids) {
        const answer = await send('An upload cannot be deleted from', id, { method: 'DELETE' })
        await answer?.body?.cancel()
      }
    },
  }
}
