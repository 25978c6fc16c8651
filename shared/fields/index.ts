/**
 * The registry of field kinds: settings (what an owner sets) and answers (what a visitor may give).
 * A new kind is added here and in the widget's and the editor's registries; the compiler lists what it still lacks.
 */
import * as v from 'valibot'
import { addressFault, addressSettings } from './address.ts'
import {
  dropdownSettings,
  multipleChoiceFault,
  multipleChoiceSettings,
  singleChoiceFault,
  singleChoiceSettings,
} from './choice.ts'
import { consentFault, consentSettings } from './consent.ts'
import { dateFault, dateSettings } from './date.ts'
import { emailFault, emailSettings } from './email.ts'
import type { Fault } from './fault.ts'
import { fileFault, fileSettings, signatureFault, signatureSettings, type UploadedFile } from './file.ts'
import { hiddenFault, hiddenSettings } from './hidden.ts'
import { longTextFault, longTextSettings } from './long-text.ts'
import { matrixFault, matrixSettings } from './matrix.ts'
import { numberFault, numberSettings } from './number.ts'
import { phoneFault, phoneSettings } from './phone.ts'
import { pictureChoiceFault, pictureChoiceSettings } from './picture-choice.ts'
import { rankingFault, rankingSettings } from './ranking.ts'
import { npsFault, npsSettings, ratingFault, ratingSettings } from './rating.ts'
import { scaleFault, scaleSettings } from './scale.ts'
import { sliderFault, sliderSettings } from './slider.ts'
import { smileyFault, smileySettings } from './smiley.ts'
import { statementSettings } from './statement.ts'
import { textFault, textSettings } from './text.ts'
import { timeFault, timeSettings } from './time.ts'
import { urlFault, urlSettings } from './url.ts'
import { yesNoFault, yesNoSettings } from './yes-no.ts'

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
    timeSettings,
    singleChoiceSettings,
    multipleChoiceSettings,
    dropdownSettings,
    pictureChoiceSettings,
    yesNoSettings,
    consentSettings,
    ratingSettings,
    npsSettings,
    smileySettings,
    scaleSettings,
    sliderSettings,
    matrixSettings,
    rankingSettings,
    addressSettings,
    fileSettings,
    signatureSettings,
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
export type Answer = string | number | boolean | string[] | Record<string, string> | UploadedFile[]
export type Answers = Record<string, Answer>

const faults = {
  text: textFault,
  'long-text': longTextFault,
  email: emailFault,
  phone: phoneFault,
  url: urlFault,
  number: numberFault,
  date: dateFault,
  time: timeFault,
  'single-choice': singleChoiceFault,
  'multiple-choice': multipleChoiceFault,
  dropdown: singleChoiceFault,
  'picture-choice': pictureChoiceFault,
  'yes-no': yesNoFault,
  consent: consentFault,
  rating: ratingFault,
  nps: npsFault,
  smiley: smileyFault,
  scale: scaleFault,
  slider: sliderFault,
  matrix: matrixFault,
  ranking: rankingFault,
  address: addressFault,
  file: fileFault,
  signature: signatureFault,
  hidden: hiddenFault,
} satisfies { [Kind in AnswerKind]: (field: FieldOf<Kind>, value: unknown) => Fault | undefined }

/**
 * What is wrong with a value as the answer of a field, or undefined when it is an `Answer` that this field takes.
 * A statement takes none.
 */
export function answerFault(field: Field, value: unknown): Fault | undefined {
  if (field.kind === 'statement') return ['unknown']
  // The registry's type above has checked that each kind's function takes a field of that kind.
  return (faults[field.kind] as (field: Field, value: unknown) => Fault | undefined)(field, value)
}
