/** The suite that every driver of uploads passes. `open` gives a driver over the same bytes each time. */
import { randomBytes } from 'node:crypto'
import { access, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { uploadId } from '../id.ts'
import { type Uploads, UploadsUnavailable } from './uploads.ts'

export function exerciseUploads(name: string, make: () => Promise<{ open(): Promise<Uploads> }>) {
  /** A file that has come in. */
  async function incoming(uploads: Uploads, bytes: Uint8Array) {
    const path = join(uploads.incoming, 'file.part')
    await writeFile(path, bytes, { mode: 0o600 })
    return path
  }
  const readAll = async (uploads: Uploads, id: string) => {
    const stream = await uploads.open(id)
    return stream && Buffer.from(await new Response(stream).arrayBuffer())
  }

  describe(name, () => {
    it('gives back what was put, also when it is opened again', async () => {
      const { open } = await make()
      const uploads = await open()
      const id = uploadId()
      const bytes = randomBytes(300_000)
      const path = await incoming(uploads, bytes)
      await uploads.put(id, path)
      await expect(access(path)).rejects.toThrow(/ENOENT/)
      expect(await readAll(uploads, id)).toEqual(bytes)
      expect(await readAll(await open(), id)).toEqual(bytes)
    })

    it('keeps many apart, empty ones too', async () => {
      const uploads = await (await make()).open()
      const sizes = new Map(Array.from({ length: 20 }, (_, size) => [uploadId(), size]))
      for (const [id, size] of sizes) await uploads.put(id, await incoming(uploads, Buffer.alloc(size, size)))
      for (const [id, size] of sizes) expect(await readAll(uploads, id)).toEqual(Buffer.alloc(size, size))
    })

    it('has nothing under an id that nothing was put under', async () => {
      const uploads = await (await make()).open()
      expect(await uploads.open(uploadId())).toBeNull()
    })

    it('deletes for good, only what is named, and again without complaint', async () => {
      const { open } = await make()
      const uploads = await open()
      const [a, b, c] = [uploadId(), uploadId(), uploadId()]
      for (const id of [a, b, c]) await uploads.put(id, await incoming(uploads, Buffer.from(id)))
      await uploads.delete([a, b])
      await uploads.delete([a, uploadId()])
      await uploads.delete([])
      expect(await uploads.open(a)).toBeNull()
      expect(await (await open()).open(b)).toBeNull()
      expect(await readAll(uploads, c)).toEqual(Buffer.from(c))
    })

    it('lets a reader leave in the middle', async () => {
      const uploads = await (await make()).open()
      const id = uploadId()
      await uploads.put(id, await incoming(uploads, randomBytes(2_000_000)))
      const reader = (await uploads.open(id))?.getReader()
      expect((await reader?.read())?.value?.byteLength).toBeGreaterThan(0)
      await reader?.cancel()
      await uploads.delete([id])
      expect(await uploads.open(id)).toBeNull()
    })

    it('is unavailable, and keeps nothing, when the file cannot be read', async () => {
      const uploads = await (await make()).open()
      const id = uploadId()
      await expect(uploads.put(id, join(uploads.incoming, 'gone.part'))).rejects.toThrow(UploadsUnavailable)
      expect(await uploads.open(id)).toBeNull()
    })

    it.each(['../app.key', 'upl_../../x', '/etc/passwd', '', 'upl_', 'incoming', 'UPL_1'])(
      'takes %j for no id',
      async (id) => {
        const uploads = await (await make()).open()
        const path = await incoming(uploads, Buffer.from('x'))
        await expect(uploads.put(id, path)).rejects.toThrow(/no id/)
        await expect(uploads.open(id)).rejects.toThrow(/no id/)
        await expect(uploads.delete([id])).rejects.toThrow(/no id/)
        expect((await stat(path)).size).toBe(1)
      },
    )
  })
}
