/** What keeps the form from being published, each with a way to its place. */

import { findField, targetOf } from '@fieldpost/shared/logic.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import { TriangleAlert } from 'lucide'
import { Icon } from '../ui/icon.tsx'
import { nameOf, useBuilder } from './builder.ts'

export function Missing() {
  const builder = useBuilder()
  const issues = builder.issues.value
  if (issues.length === 0) return null
  const { definition } = builder.draft.document.value
  const fields = fieldsOf(definition)
  /** The field that an issue is about: by its id, or the one that the rule it names shows or hides. */
  const fieldAt = (place: string) => {
    const rule = definition.rules[Number(/^rules\.(\d+)/.exec(place)?.[1] ?? Number.NaN)]
    return findField(fields, rule ? (targetOf(rule.then) ?? '') : place, 'id')
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
            return (
              <li key={issue.field + issue.code}>
                {field && (
                  <button
                    type="button"
                    class="text-button"
                    onClick={() => {
                      builder.wanted.current = { field: field.id, part: 'label' }
                      builder.open.value = field.id
                    }}
                  >
                    {nameOf(field)}
                  </button>
                )}
                {field && ': '}
                {issue.message}
              </li>
            )
          })}
        </ul>
      </div>
    </div>
  )
}
