import { Field } from '@fieldpost/shared/fields/index.ts'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { elementTag, leftOut, placeTag, plainForm, singleTag } from './tags.ts'

const tagged = { origin: 'https://relay.example', id: 'frm_1', title: 'A & "B"', minHeight: 480 }
const field = (input: object) => v.parse(Field, { id: 'f1', name: 'it', label: 'It', ...input })

test('a place has a way to the form for who has no scripts, and the room that it needs', () => {
  expect(placeTag(tagged)).toBe(`<script async src="https://relay.example/embed.js"></script>
<div data-fieldpost="frm_1" style="min-height:480px">
  <a href="https://relay.example/f/frm_1">A &amp; &quot;B&quot;</a>
</div>`)
  expect(placeTag({ ...tagged, minHeight: 0 })).not.toContain('style')
})

test('the place of a form that comes over the page takes no room', () => {
  expect(placeTag({ ...tagged, over: true })).toContain('<div data-fieldpost="frm_1"></div>')
})

test('the other tags name the form', () => {
  expect(singleTag(tagged)).toContain('data-form="frm_1"')
  expect(elementTag(tagged)).toContain('<fieldpost-form form="frm_1"></fieldpost-form>')
})

test('a plain form has an input under the name of every field that it can ask', () => {
  const fields = [
    field({ kind: 'email', required: true }),
    field({ kind: 'dropdown', options: [{ value: 'a"', label: '<A>' }] }),
    field({ kind: 'file' }),
    field({ kind: 'statement' }),
  ]
  const html = plainForm(tagged, fields, 'Send')
  expect(html).toContain('<input type="email" name="it" required>')
  expect(html).toContain('<option value="a&quot;">&lt;A&gt;</option>')
  expect(html).toContain('enctype="multipart/form-data"')
  expect(leftOut(fields)).toEqual([])
  expect(leftOut([field({ kind: 'signature' })])).toHaveLength(1)
})
