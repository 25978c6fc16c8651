/**
 * The registry of field kinds: settings (what an owner sets) and answers (what a visitor may give).
 * A new kind is added here and in the widget's and the editor's registries; the compiler lists what it still lacks.
 */
import * as v from 'valibot'
import {
  dropdownSettings,
  multipleChoiceAnswer,
  multipleChoiceSettings,
  singleChoiceAnswer,
  singleChoiceSettings,
} from './choice.ts'
import { consentAnswer, consentSettings } from './consent.ts'
import { dateAnswer, dateSettings } from './date.ts'
import { emailAnswer, emailSettings } from './email.ts'
import { hiddenAnswer, hiddenSettings } from './hidden.ts'
import { longTextAnswer, longTextSettings } from './long-text.ts'
import { numberAnswer, numberSettings } from './number.ts'
import { phoneAnswer, phoneSettings } from './phone.ts'
import { npsAnswer, npsSettings, ratingAnswer, ratingSettings } from './rating.ts'
import { smileyAnswer, smileySettings } from './smiley.ts'
import { statementSettings } from './statement.ts'
import { textAnswer, textSettings } from './text.ts'
import { urlAnswer, urlSettings } from './url.ts'
import { yesNoAnswer, yesNoSettings } from './yes-no.ts'

/** Any field, told apart by its `kind`. */
export const Field = v.variant(
  'kind',
  [
    textSettings,
    longTextSettings,
    emailSettings,
    phoneSettings,
    urlSettings,
    numberSettings,
    dateSettings,
    singleChoiceSettings,
    multipleChoiceSettings,
    dropdownSettings,
    yesNoSettings,
    consentSettings,
    ratingSettings,
    npsSettings,
    smileySettings,
    hiddenSettings,
    statementSettings,
  ],
  (issue) => `There is no field kind ${issue.received}`,
)

export type Field = v.InferOutput<typeof Field>
export type FieldKind = Field['kind']
export type FieldOf<Kind extends FieldKind> = Extract<Field, { kind: Kind }>

/** The kinds that take an answer. */
export type AnswerKind = Exclude<FieldKind, 'statement'>

/** What a visitor may give: see each kind's file for the shape. */
export type Answer = string | number | boolean | string[]
export type Answers = Record<string, Answer>

type AnswerSchema = v.GenericSchema<unknown, Answer>

const answerSchemas = {
  text: textAnswer,
  'long-text': longTextAnswer,
  email: emailAnswer,
  phone: phoneAnswer,
  url: urlAnswer,
  number: numberAnswer,
  date: dateAnswer,
  'single-choice': singleChoiceAnswer,
  'multiple-choice': multipleChoiceAnswer,
  dropdown: singleChoiceAnswer,
  'yes-no': yesNoAnswer,
  consent: consentAnswer,
  rating: ratingAnswer,
  nps: npsAnswer,
  smiley: smileyAnswer,
  hidden: hiddenAnswer,
} satisfies { [Kind in AnswerKind]: (field: FieldOf<Kind>) => AnswerSchema }

/**
 * The schema of one field's answer, or null for a field that takes none. Its issues' messages are the codes of
 * `messages.ts`.
 */
export function answerSchema(field: Field): AnswerSchema | null {
  if (field.kind === 'statement') return null
  // The registry's type above has checked that each kind's function takes a field of that kind.
  return (answerSchemas[field.kind] as (field: Field) => AnswerSchema)(field)
}
