import { publishIssues } from '@fieldpost/shared/publish.ts'
import { describe, expect, test } from 'vitest'
import { templates } from './templates.ts'

describe.each(templates.map(({ id, definition }) => [id, definition] as const))(
  'the template %s',
  (_, definition) => {
    test('can be published as it is', () => {
      expect(publishIssues(definition)).toEqual([])
    })

    test('has no ending that nothing leads to', () => {
      const chosen = definition.rules.flatMap(({ then }) => ('thanks' in then ? [then.thanks] : []))
      expect(new Set(chosen)).toEqual(new Set(definition.endings.map(({ id }) => id)))
    })
  },
)

test('templates differ in their ids and titles', () => {
  expect(new Set(templates.map(({ id }) => id)).size).toBe(templates.length)
  expect(new Set(templates.map(({ title }) => title)).size).toBe(templates.length)
})
