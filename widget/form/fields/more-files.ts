/** The kinds that upload. */
import { enFiles } from '../messages/en-files.ts'
import { file } from './file.tsx'
import type { Part } from './index.ts'
import styles from './more-files.css?inline'
import { signature } from './signature.tsx'

export const part: Part<'file' | 'signature'> = { kinds: { file, signature }, styles, words: enFiles }
