/**
 * The form's own words. English has its common ones in the form's own script and the others where their kinds are;
 * every other language is one file of all of them, which a form in that language loads.
 */
import { commonMessages } from '@fieldpost/shared/common-messages.ts'
import type { AddressPart } from '@fieldpost/shared/fields/address.ts'
import type { FileGroup } from '@fieldpost/shared/fields/file.ts'
import type { AnswerCode } from '@fieldpost/shared/messages.ts'
import type { Refusal } from '../send.ts'
import { en } from './en.ts'

/** What nearly every form says. */
export interface CommonWords {
  next: string
  back: string
  send: string
  /** `{n}` and `{of}` are numbers, here and below. */
  step: string
  optional: string
  clear: string
  /** Under a question of which several options may be chosen. */
  between: string
  atLeast: string
  atMost: string
  exactly: string
  summary: string
  sending: string
  sent: string
  /** On the button while sending is repeated. */
  now: string
  waiting: string
  unsent: string
}

/** What the kinds of fields say that are loaded when a form has them. */
export interface MoreWords {
  choose: string
  yes: string
  no: string
  /** `{n}` and `{of}` are numbers. */
  place: string
  /** From worst to best. */
  smileys: readonly [string, string, string, string, string]
  npsLow: string
  npsHigh: string
  number: string
  /** At a slider that was not moved yet. */
  unanswered: string
}

/** What settings add to common kinds. */
export interface ExtraWords {
  extra: {
    /** One more option, with an input for the visitor's own words. */
    other: string
    /** Under a text that is nearly as long as it may be: `{n}` is a number. */
    left: string
    over: string
  }
}

/** A dropdown with a search. */
export interface SearchWords {
  search: {
    /** How many options match: `{n}` is a number. */
    found: string
    none: string
  }
}

export interface ListWords {
  ranking: {
    /** What to do with the options; where `{n}` places are given, `top`. */
    all: string
    top: string
    /** On a button, before anything was moved. */
    keep: string
    /** On buttons: `{n}` is an option. */
    up: string
    down: string
    /** After a move: `{it}` is an option, `{n}` and `{of}` are numbers. */
    placed: string
  }
}

export interface PlaceWords {
  address: Readonly<Record<AddressPart, string>>
  /** At a part of an address that is missing. */
  fillPart: string
}

export interface FileWords {
  files: {
    /** On the area that takes files; `many` where several are taken. */
    choose: string
    many: string
    groups: Readonly<Record<FileGroup, string>>
    /** `{n}` is a size, like 10 MB. */
    size: string
    /** `{n}` is a number. */
    count: string
    /** `{n}` is the name of a file, here and below. */
    sending: string
    sent: string
    /** `{of}` is a size. */
    large: string
    wrong: string
    empty: string
    /** More were chosen than the `{n}` that are taken. */
    rest: string
    offline: string
    failed: string
    /** The relay takes none now, and will not soon. */
    refused: string
    retry: string
    remove: string
    /** What keeps the form from being sent. */
    wait: string
  }
  signature: {
    /** Under the line that is signed on. */
    here: string
    /** At the input whose text is drawn instead. */
    type: string
    /** Says of the picture whether there is something in it. */
    empty: string
    signed: string
    /** What keeps the form from being sent, as long as it lasts and when it failed. */
    wait: string
  }
}

/** One question at a time, and pages. */
export interface StepWords {
  /** Beside the button: `{n}` is a key. */
  press: string
}

/** What could not be sent yet. */
export interface QueueWords {
  saved: string
  /** Under that: it is sent when the network is back and a page with the form is open, within 7 days. */
  savedText: string
  /** On the button that begins anew. */
  again: string
}

/** Why answers were refused for good. */
export interface RefusalWords {
  refusals: Readonly<Record<Refusal, string>>
}

/** Answers of the last visit. */
export interface DraftWords {
  resumed: string
  /** On the button that begins anew. */
  over: string
}

/** A form that takes no answers, where its owner has no words for it: not yet, no more, or as many as it takes. */
export interface ClosedWords {
  early: string
  late: string
  full: string
}

export interface Words
  extends CommonWords,
    MoreWords,
    ExtraWords,
    SearchWords,
    ListWords,
    PlaceWords,
    FileWords,
    StepWords,
    QueueWords,
    RefusalWords,
    DraftWords,
    ClosedWords {
  /** What can be wrong with an answer, by code; English has it in shared/messages.ts. */
  answers: Readonly<Record<AnswerCode, string>>
  /** Written from right to left. */
  rtl?: true
}

/** A language's one table: all words, and which way they are written. */
export type TranslatedWords = Words

/** English, as far as it is loaded: a kind of field that is loaded later brings its words along. */
export const english = { ...en, answers: { ...commonMessages } } as unknown as Words

/** A message with its numbers put in. */
export const fill = (text: string, n: number | string, of: number | string = ''): string =>
  // By functions: a file may be named `$&.pdf`, which a text in their place would take for an order.
  text.replace('{n}', () => String(n)).replace('{of}', () => String(of))
