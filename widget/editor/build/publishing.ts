/** Whether what is missing for publishing is shown: from the first try to publish until nothing is missing. */
import { signal } from '@preact/signals'

const shownFor = signal<ReadonlySet<string>>(new Set())

export const publishing = {
  isShown: (formId: string): boolean => shownFor.value.has(formId),
  show(formId: string) {
    shownFor.value = new Set([...shownFor.peek(), formId])
  },
  clear(formId: string) {
    if (shownFor.peek().has(formId))
      shownFor.value = new Set([...shownFor.peek()].filter((id) => id !== formId))
  },
}
