/** Sizes that the widget, the editor and the relay all obey. Lengths are in UTF-16 units unless a name says bytes. */
export const limits = {
  titleLength: 200,
  labelLength: 1_000,
  helpLength: 2_000,
  nameLength: 64,
  pages: 50,
  fields: 200,
  options: 300,
  rules: 200,
  conditions: 20,
  /** Nesting of all/any inside a rule's condition. */
  conditionDepth: 4,
  textLength: 1_000,
  longTextLength: 20_000,
  /** RFC 5321 section 4.5.3.1.3, less the angle brackets. */
  emailLength: 254,
  urlLength: 2_048,
  phoneLength: 40,
  hiddenLength: 2_000,
  contextLength: 2_048,
  /** A JSON body's nesting, its keys in all, and its bytes, unless a setting says otherwise. */
  jsonDepth: 8,
  jsonKeys: 1_000,
  bodyBytes: 64 * 1_024,
  /** A form's definition nests deeper and is larger than any answer. */
  definitionDepth: 16,
  definitionKeys: 20_000,
  definitionBytes: 512 * 1_024,
} as const
