/** What an input for files needs: what it offers to choose, and the files that the visitor has sent already. */
import { type FileGroup, fileGroups, type UploadedFile } from '@fieldpost/shared/fields/file.ts'
import type { UploadField } from '../uploads/take.ts'
import { fileTypes } from '../uploads/types.ts'

/** Groups that browsers know by themselves, phones to the point of offering the camera. */
const BY_MEDIA: ReadonlySet<FileGroup> = new Set(['image', 'audio', 'video'])

/** The `accept` of an input; empty for every group. What is taken in the end is decided by content. */
export function acceptOf(field: UploadField): string {
  if (field.kind === 'signature') return '.png'
  const groups = fileGroups.filter((group) => field.accept.includes(group))
  return groups.flatMap((group) => (BY_MEDIA.has(group) ? [`${group}/*`] : endingsOf(group))).join(',')
}

const endingsOf = (group: FileGroup): string[] =>
  [...fileTypes.values()]
    .filter(({ groups }) => groups.includes(group))
    .flatMap(({ endings }) => endings.map((ending) => `.${ending}`))

export const takesSeveral = (field: UploadField): boolean => field.kind === 'file' && field.maxFiles > 1

/** The files among a field's texts, each with the text that stands for it. */
export function sentFiles(texts: readonly string[]): { text: string; name: string }[] {
  return texts.flatMap((text) => {
    try {
      const { name } = JSON.parse(text) as Partial<UploadedFile>
      return typeof name === 'string' ? [{ text, name }] : []
    } catch {
      return []
    }
  })
}
