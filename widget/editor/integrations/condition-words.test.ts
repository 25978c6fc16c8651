import { Definition, type DefinitionInput } from '@fieldpost/shared/form.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import type { Condition } from '@fieldpost/shared/rule.ts'
import * as v from 'valibot'
import { expect, it } from 'vitest'
import { conditionWords } from './condition-words.ts'

const fields: DefinitionInput['pages'][number]['fields'] = [
  {
    id: 'f1',
    name: 'topic',
    kind: 'single-choice',
    label: '**Topic**',
    options: [{ value: 'sales', label: 'Sales' }, { value: 'help' }],
  },
  { id: 'f2', name: 'size', kind: 'number', label: 'Size' },
  { id: 'f3', name: 'home', kind: 'address', label: 'Home' },
  { id: 'f4', name: 'terms', kind: 'consent', label: 'Terms' },
  { id: 'f5', name: 'call', kind: 'yes-no', label: 'Call me' },
  {
    id: 'f6',
    name: 'shop',
    kind: 'matrix',
    label: 'Shop',
    rows: [{ value: 'r1', label: 'Staff' }],
    columns: [{ value: 'c1', label: 'Good' }],
  },
  {
    id: 'f7',
    name: 'best',
    kind: 'ranking',
    label: 'Best',
    options: [{ value: 'a', label: 'Apples' }],
  },
]
const known = fieldsOf(v.parse(Definition, { pages: [{ id: 'p1', fields }] }))
const sales: Condition = { field: 'topic', is: 'equal', to: 'sales' }
const big: Condition = { field: 'size', is: 'at-least', to: 100 }

it.each<[Condition, string]>([
  [sales, 'Topic is Sales'],
  [{ all: [sales] }, 'Topic is Sales'],
  [{ field: 'f1', is: 'not-equal', to: 'help' }, 'Topic is not help'],
  [{ all: [sales, big] }, 'Topic is Sales and Size is at least 100'],
  [{ any: [sales, { all: [big, sales] }] }, 'Topic is Sales or (Size is at least 100 and Topic is Sales)'],
  [{ all: [sales, { any: [big] }] }, 'Topic is Sales and Size is at least 100'],
  [{ field: 'home', part: 'city', is: 'equal', to: 'Cork' }, 'Home, City, is Cork'],
  [{ field: 'shop', part: 'r1', is: 'equal', to: 'c1' }, 'Shop, Staff, is Good'],
  [{ field: 'best', part: '1', is: 'equal', to: 'a' }, 'Best, place 1, is Apples'],
  [{ field: 'terms', is: 'equal', to: true }, 'Terms is ticked'],
  [{ field: 'call', is: 'equal', to: false }, 'Call me is no'],
  [{ field: 'size', is: 'answered' }, 'Size is answered'],
  [{ field: 'gone', is: 'contains', to: 'x' }, 'gone contains x'],
])('%j reads %s', (condition, words) => {
  expect(conditionWords(condition, known)).toBe(words)
})
