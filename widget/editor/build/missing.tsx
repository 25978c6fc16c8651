/** What keeps the form from being published, each with a way to its place. */

import { findField } from '@fieldpost/shared/logic.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import { TriangleAlert } from 'lucide'
import { paths } from '../router.ts'
import { shownField } from '../rule.ts'
import { Icon } from '../ui/icon.tsx'
import { nameOf, useBuilder } from './builder.ts'

export function Missing() {
  const builder = useBuilder()
  const issues = builder.issues.value
  if (issues.length === 0) return null
  const { definition } = builder.draft.document.value
  const fields = fieldsOf(definition)
  const formId = builder.draft.form.value.id
  /** The field that an issue is about: by its id, or the one that the rule it names shows or hides. */
  const fieldAt = (place: string) => {
    const rule = definition.rules[Number(/^rules\.(\d+)/.exec(place)?.[1] ?? Number.NaN)]
    return rule ? shownField(fields, rule) : findField(fields, place, 'id')
  }
  /** The tab of what is not set here. */
  const tabAt = (place: string) => {
    if (place.startsWith('rules')) return { name: 'Logic', path: paths.logic(formId) }
    return place.startsWith('theme') ? { name: 'Design', path: paths.design(formId) } : undefined
  }
  return (
    <div class="banner banner-bad" role="alert">
      <Icon of={TriangleAlert} />
      <div class="stack-s">
        <strong>
          {issues.length === 1 ? 'One thing is' : `${issues.length} things are`} missing before this can be
          published
        </strong>
        <ul class="missing">
          {issues.map((issue) => {
            const field = fieldAt(issue.field)
            const tab = field ? undefined : tabAt(issue.field)
            return (
              <li key={issue.field + issue.message}>
                {field && (
                  <button
                    type="button"
                    class="text-button"
                    onClick={() => {
                      builder.wanted.current = { field: field.id, part: 'issue' }
                      builder.open.value = field.id
                    }}
                  >
                    {nameOf(field)}
                  </button>
                )}
                {tab && <a href={tab.path}>{tab.name}</a>}
                {(field || tab) && ': '}
                {issue.message}
              </li>
            )
          })}
        </ul>
      </div>
    </div>
  )
}
