import { Definition } from '@fieldpost/shared/form.ts'
import { translate } from '@fieldpost/shared/translate.ts'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { edit } from './document.ts'
import { progressOf } from './translation.ts'

const document = {
  title: 'Contact',
  definition: v.parse(Definition, {
    pages: [{ id: 'p1', fields: [{ id: 'f1', name: 'name', kind: 'text', label: 'Name', help: 'In full' }] }],
    thanks: { title: 'Thank you' },
  }),
}

test('a translation that is typed is what visitors of that language read', () => {
  const added = edit(document, { type: 'add-language', tag: 'de' })
  expect(progressOf(added.definition, 'de', added.title)).toEqual({ done: 0, of: 4 })
  const typed = edit(added, { type: 'translate', tag: 'de', key: 'fields.f1.label', text: 'Ihr Name' })
  expect(progressOf(typed.definition, 'de', typed.title)).toEqual({ done: 1, of: 4 })
  expect(translate(typed.definition, 'de').pages[0]?.fields[0]).toMatchObject({
    label: 'Ihr Name',
    help: 'In full',
  })
})

test('a translation that is emptied is gone, and so is a language that is removed', () => {
  const typed = edit(document, { type: 'translate', tag: 'de', key: 'thanks.title', text: 'Danke' })
  const emptied = edit(typed, { type: 'translate', tag: 'de', key: 'thanks.title', text: '' })
  expect(emptied.definition.translations).toEqual({ de: {} })
  expect(edit(emptied, { type: 'remove-language', tag: 'de' }).definition.translations).toEqual({})
})

test('what changes nothing gives the same document', () => {
  expect(edit(document, { type: 'remove-language', tag: 'fr' })).toBe(document)
  expect(edit(document, { type: 'translate', tag: 'de', key: 'thanks.title', text: '' })).toBe(document)
})
