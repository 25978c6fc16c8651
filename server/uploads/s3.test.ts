import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { uploadId } from '../id.ts'
import { startBucket } from '../test/bucket.ts'
import { makeFolder } from '../test/folder.ts'
import { exerciseUploads } from './contract.ts'
import { s3Uploads } from './s3.ts'
import { UploadsUnavailable } from './uploads.ts'

async function makeBucket() {
  const bucket = await startBucket()
  onTestFinished(() => bucket.close())
  const incoming = join(await makeFolder(), 'incoming')
  const settings = { ...bucket.settings, prefix: 'forms/visitors/' }
  /** A file that has come in. */
  const file = async (text: string) => {
    const path = join(incoming, 'a.part')
    await writeFile(path, text)
    return path
  }
  return {
    bucket,
    incoming,
    settings,
    file,
    open: async (more = {}) => s3Uploads({ ...settings, ...more }, incoming),
  }
}

exerciseUploads('a bucket of uploads', makeBucket)

describe('the bucket of uploads', () => {
  it('has one object for each upload, under its prefix and id', async () => {
    const { bucket, open, file, incoming } = await makeBucket()
    const uploads = await open()
    const id = uploadId()
    await uploads.put(id, await file('hello'))
    expect([...bucket.objects]).toEqual([[`forms/visitors/${id}`, Buffer.from('hello')]])
    expect(await readdir(incoming)).toEqual([])
  })

  it('is asked again when it is busy', async () => {
    const { bucket, open, file } = await makeBucket()
    const uploads = await open()
    const id = uploadId()
    bucket.failWith(503, 500, 429)
    await uploads.put(id, await file('hello'))
    expect(bucket.objects.size).toBe(1)
    expect(bucket.log.map((line) => line.split(' ').at(-1))).toEqual(['503', '500', '429', '200'])
  })

  it('is unavailable when it stays busy, and the file is left for its owner', async () => {
    const { bucket, open, file, incoming } = await makeBucket()
    const uploads = await open()
    const path = await file('hello')
    bucket.failWith(503, 503, 503, 503)
    await expect(uploads.put(uploadId(), path)).rejects.toThrow(UploadsUnavailable)
    expect(await readdir(incoming)).toEqual(['a.part'])
  })

  it.each([
    ['the wrong secret', { secretAccessKey: 'a guess' }, /403.*SignatureDoesNotMatch/],
    ['an unknown key', { accessKeyId: 'AKIDOTHER' }, /403.*InvalidAccessKeyId/],
    ['another region', { region: 'elsewhere' }, /403.*AuthorizationHeaderMalformed/],
    ['a bucket that is not there', { bucket: 'nothing' }, /s3:\/\/nothing\/.*404.*NoSuchBucket/],
  ])('says what is wrong with %s', async (_what, wrong, message) => {
    const { bucket, open, file } = await makeBucket()
    const uploads = await open(wrong)
    const put = uploads.put(uploadId(), await file('hello'))
    await expect(put).rejects.toThrow(UploadsUnavailable)
    await expect(put).rejects.toThrow(message)
    expect(bucket.objects.size).toBe(0)
  })

  it('is unavailable when nobody listens, and says so', async () => {
    const { bucket, open, file } = await makeBucket()
    const uploads = await open()
    await bucket.close()
    await expect(uploads.put(uploadId(), await file('hello'))).rejects.toThrow(/visitors\/: .*ECONNREFUSED/)
    await expect(uploads.open(uploadId())).rejects.toThrow(UploadsUnavailable)
    await expect(uploads.delete([uploadId()])).rejects.toThrow(UploadsUnavailable)
  })
})
