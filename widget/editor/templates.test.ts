import { Definition } from '@fieldpost/shared/form.ts'
import { publishIssues } from '@fieldpost/shared/publish.ts'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import data from './templates.json'

test.each(data.map(({ id, definition }) => [id, definition]))(
  'the template %s can be published as it is',
  (_, definition) => {
    expect(publishIssues(v.parse(Definition, definition))).toEqual([])
  },
)
