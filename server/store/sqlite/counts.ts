/** Completed submissions of each form, counted in the transactions that change how many there are. */
import type { Handle } from './store.ts'

export function completedCounts({ client }: Pick<Handle, 'client'>) {
  const change = client.prepare<[formId: string, by: number]>(
    `INSERT INTO counts (form_id, completed) VALUES (?, ?)
     ON CONFLICT (form_id) DO UPDATE SET completed = completed + excluded.completed`,
  )
  const count = client.prepare<[formId: string], { completed: number }>(
    'SELECT completed FROM counts WHERE form_id = ?',
  )
  return {
    change: (formId: string, by: 1 | -1) => void change.run(formId, by),
    of: (formId: string): number => count.get(formId)?.completed ?? 0,
  }
}
