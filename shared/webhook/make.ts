/** Builds events for tests. */
import type { EventField, EventSubmission, FormEvent } from './event.ts'

export const makeEventField = (field: Partial<EventField> & { name: string }): EventField => ({
  id: `id-${field.name}`,
  label: '',
  kind: 'text',
  ...field,
})

export const makeEventSubmission = (submission: Partial<EventSubmission> = {}): EventSubmission => ({
  id: '0198c0de-0000-7000-8000-00000000aaaa',
  answers: { name: 'Ada', email: 'ada@example.com' },
  status: 'completed',
  createdAt: '2026-01-02T03:04:05.678Z',
  context: {},
  ...submission,
})

/** A contact form that Ada answered, unless told otherwise. */
export const makeEvent = ({
  form,
  ...event
}: Partial<Omit<FormEvent, 'form'>> & { form?: Partial<FormEvent['form']> } = {}): FormEvent => ({
  id: '0198c0de-0000-7000-8000-00000000eeee',
  type: 'form.submission.created',
  createdAt: '2026-01-02T03:04:06.000Z',
  workspaceId: 'workspace-1',
  form: {
    id: 'form-1',
    title: 'Contact',
    kind: 'form',
    fields: [
      makeEventField({ name: 'name', label: 'Your name' }),
      makeEventField({ name: 'email', label: 'Email', kind: 'email' }),
    ],
    ...form,
  },
  submission: makeEventSubmission(),
  ...event,
})
