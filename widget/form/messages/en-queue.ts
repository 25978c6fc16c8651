/** What a form says in English that could not send yet. */
import type { QueueWords } from './words.ts'

export const enQueue: QueueWords = {
  saved: 'Saved on this device',
  savedText:
    'Not sent yet. It will be sent when you are back online and this page is open, now or within 7 days.',
  again: 'Fill in again',
}
