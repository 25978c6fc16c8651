import type { AnswerKind, Field } from '@fieldpost/shared/fields/index.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import type { Store } from '../store/store.ts'

export type AnswerField = Extract<Field, { kind: AnswerKind }>

/**
 * Every field that visitors could ever answer on a form, by name: each as its newest version had it, and before that
 * as older ones did. Those of the newest version come first, in its order.
 */
export async function fieldsEver(
  store: Pick<Store, 'listVersions' | 'findVersion'>,
  workspaceId: string,
  formId: string,
): Promise<[newest: AnswerField, ...older: AnswerField[]][]> {
  const known = new Map<string, [AnswerField, ...AnswerField[]]>()
  for (const { version } of await store.listVersions(workspaceId, formId)) {
    const row = await store.findVersion(formId, version)
    for (const field of row ? fieldsOf(row.definition) : []) {
      if (field.kind === 'statement') continue
      const newer = known.get(field.name)
      if (newer) newer.push(field)
      else known.set(field.name, [field])
    }
  }
  return [...known.values()]
}
