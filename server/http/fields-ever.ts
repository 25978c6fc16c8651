import type { AnswerKind, Field } from '@fieldpost/shared/fields/index.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import type { Store } from '../store/store.ts'

export type AnswerField = Extract<Field, { kind: AnswerKind }>

/**
 * Every field that visitors could ever answer on a form, once for each name, as its newest version had it: those of
 * the newest version in its order, then what older versions had besides.
 */
export async function fieldsEver(
  store: Pick<Store, 'listVersions' | 'findVersion'>,
  workspaceId: string,
  formId: string,
): Promise<AnswerField[]> {
  const known = new Map<string, AnswerField>()
  for (const { version } of await store.listVersions(workspaceId, formId)) {
    const row = await store.findVersion(formId, version)
    for (const field of row ? fieldsOf(row.definition) : []) {
      if (field.kind !== 'statement' && !known.has(field.name)) known.set(field.name, field)
    }
  }
  return [...known.values()]
}
