/** Uploads as files of a folder, named by their ids, that only the relay's own user may read. */
import { mkdirSync } from 'node:fs'
import { copyFile, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { assertId, type Uploads, unavailable } from './uploads.ts'

/** Inside the folder, so that putting a file into its place is a rename on the same disk. */
const INCOMING = 'incoming'
/** Bytes read ahead of who downloads. */
const READ_AHEAD = 64 * 1_024

/** Makes the folder when it is missing. */
export function folderUploads(folder: string): Uploads {
  const incoming = join(folder, INCOMING)
  const fileOf = (id: string) => {
    assertId(id)
    return join(folder, id)
  }
  try {
    mkdirSync(incoming, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw unavailable(`The folder ${folder} for uploads cannot be made`, error)
  }

  return {
    incoming,

    async put(id, path) {
      const file = fileOf(id)
      let near = path
      try {
        near = await onSameDisk(path, join(incoming, `${id}.put`))
        await flush(near, 'r+')
        await rename(near, file)
        // A rename is on disk when its folder is; Windows has no way to say so.
        if (process.platform !== 'win32') await flush(folder, 'r')
      } catch (error) {
        await Promise.all([near, file].map((left) => rm(left, { force: true }).catch(() => {})))
        throw unavailable(`An upload cannot be kept in ${folder}`, error)
      }
    },

    async open(id) {
      try {
        const handle = await open(fileOf(id))
        const bytes = handle.createReadStream({ highWaterMark: READ_AHEAD })
        return Readable.toWeb(bytes) as ReadableStream<Uint8Array<ArrayBuffer>>
      } catch (error) {
        if (isMissing(error)) return null
        throw unavailable(`An upload cannot be read from ${folder}`, error)
      }
    },

    async delete(ids) {
      try {
        for (const id of ids) await rm(fileOf(id), { force: true })
      } catch (error) {
        throw unavailable(`An upload cannot be deleted from ${folder}`, error)
      }
    },
  }
}

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT'

/** The file, or a copy of it that can be renamed into the folder when it lies on another disk. */
async function onSameDisk(path: string, near: string): Promise<string> {
  try {
    await rename(path, near)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error
    await copyFile(path, near)
    await rm(path, { force: true })
  }
  return near
}

async function flush(path: string, flags: 'r' | 'r+'): Promise<void> {
  const handle = await open(path, flags)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
