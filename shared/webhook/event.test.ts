import { expect, test } from 'vitest'
import { createdEvent } from './event.ts'

test('surveys have an event of their own for what a form calls a submission', () => {
  expect([createdEvent('form'), createdEvent('survey')]).toEqual([
    'form.submission.created',
    'survey.response.created',
  ])
})
