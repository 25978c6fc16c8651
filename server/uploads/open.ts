/** Opens the uploads that the settings name. */
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { folderUploads } from './folder.ts'
import type { Uploads } from './uploads.ts'

/** Makes the folders that are needed; a bucket is not spoken to before the first upload. */
export async function openUploads({
  uploads,
  dataDir,
}: Pick<Config, 'uploads' | 'dataDir'>): Promise<Uploads> {
  if (typeof uploads === 'string') return folderUploads(uploads)
  const { s3Uploads } = await import('./s3.ts')
  return s3Uploads(uploads, join(dataDir, 'incoming'))
}
