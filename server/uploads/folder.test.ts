import { mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { uploadId } from '../id.ts'
import { makeFolder } from '../test/folder.ts'
import { exerciseUploads } from './contract.ts'
import { folderUploads } from './folder.ts'
import { UploadsUnavailable } from './uploads.ts'

exerciseUploads('a folder of uploads', async () => {
  const folder = join(await makeFolder(), 'deep', 'uploads')
  return { open: async () => folderUploads(folder) }
})

describe('the folder of uploads', () => {
  it('has one file for each upload, named by its id, for nobody else to read', async () => {
    const folder = await makeFolder()
    const uploads = folderUploads(join(folder, 'uploads'))
    const path = join(uploads.incoming, 'a.part')
    await writeFile(path, 'secret', { mode: 0o600 })
    const id = uploadId()
    await uploads.put(id, path)
    expect((await readdir(join(folder, 'uploads'))).sort()).toEqual(['incoming', id])
    expect((await stat(join(folder, 'uploads', id))).mode & 0o777).toBe(0o600)
    expect(await readdir(uploads.incoming)).toEqual([])
  })

  it('says where it cannot be made', async () => {
    const file = join(await makeFolder(), 'a-file')
    await writeFile(file, '')
    expect(() => folderUploads(join(file, 'uploads'))).toThrow(UploadsUnavailable)
    expect(() => folderUploads(join(file, 'uploads'))).toThrow(/a-file\/uploads.*cannot be made/)
  })

  it('is unavailable, and keeps nothing half, where something is in the way', async () => {
    const uploads = folderUploads(join(await makeFolder(), 'uploads'))
    const id = uploadId()
    await mkdir(join(uploads.incoming, '..', id))
    const path = join(uploads.incoming, 'a.part')
    await writeFile(path, 'x')
    await expect(uploads.put(id, path)).rejects.toThrow(UploadsUnavailable)
    expect(await readdir(uploads.incoming)).toEqual([])
  })
})
