/** Undo and redo over documents. Pure: the moment of an edit is given, and only decides what is one step. */
import { type Command, type Document, edit } from './document.ts'

/** Steps that can be undone; each holds a document that shares nearly all of its parts with the next. */
const MOST_STEPS = 200
/** Typing goes on being one step as long as no pause is longer, in ms. */
const PAUSE = 1_200

export interface History {
  past: readonly Document[]
  present: Document
  future: readonly Document[]
  /** What the last edit was about, so that the next one about the same can join it. */
  last: { subject: string; at: number } | null
}

export const beginHistory = (present: Document): History => ({ past: [], present, future: [], last: null })

/** The history after a command at a moment, in ms; the same object when nothing changed. */
export function applyCommand(history: History, command: Command, at: number): History {
  const present = edit(history.present, command)
  if (present === history.present) return history
  const subject = subjectOf(command)
  const joins =
    subject !== null &&
    history.last?.subject === subject &&
    at - history.last.at <= PAUSE &&
    history.past.length > 0
  return {
    past: joins ? history.past : [...history.past, history.present].slice(-MOST_STEPS),
    present,
    future: [],
    last: subject === null ? null : { subject, at },
  }
}

export function undo(history: History): History {
  const present = history.past.at(-1)
  if (!present) return history
  return {
    past: history.past.slice(0, -1),
    present,
    future: [history.present, ...history.future],
    last: null,
  }
}

export function redo(history: History): History {
  const [present, ...future] = history.future
  if (!present) return history
  return { past: [...history.past, history.present], present, future, last: null }
}

/** Another document as a step of its own, which undo takes back. */
export const replaceDocument = (history: History, present: Document): History => ({
  past: [...history.past, history.present].slice(-MOST_STEPS),
  present,
  future: [],
  last: null,
})

/** What typing in one place has in common; null for commands that are steps of their own. */
function subjectOf(command: Command): string | null {
  switch (command.type) {
    case 'rename-form':
      return command.type
    case 'change-field':
      return `${command.type} ${command.id} ${Object.keys(command.change)}`
    case 'relabel-field':
    case 'rename-field':
    case 'rename-page':
      return `${command.type} ${command.id}`
    case 'relabel-item':
    case 'change-item-value':
    case 'change-item':
      return `${command.type} ${command.id} ${command.list} ${command.index}`
    case 'set-rule':
      return `${command.type} ${command.id}`
    case 'change-rule':
      return `${command.type} ${command.index}`
    case 'change-ending':
      return `${command.type} ${command.ending} ${Object.keys(command.change)}`
    case 'translate':
      return `${command.type} ${command.tag} ${command.key}`
    case 'change-colors':
      return `${command.type} ${command.scheme} ${Object.keys(command.change)}`
    case 'change-theme':
    case 'change-display':
    case 'change-thanks':
    case 'change-settings':
      return `${command.type} ${Object.keys(command.change)}`
    default:
      return null
  }
}
