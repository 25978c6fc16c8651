/** Sizes that the widget, the editor and the relay all obey. Lengths are in UTF-16 units unless a name says bytes. */
export const titleLength = 200
export const labelLength = 1_000
export const helpLength = 2_000
export const nameLength = 64
export const pages = 50
export const fields = 200
export const options = 300
export const rules = 200
export const conditions = 20
export const textLength = 1_000
export const longTextLength = 20_000
/** RFC 5321 section 4.5.3.1.3, less the angle brackets. */
export const emailLength = 254
export const urlLength = 2_048
export const phoneLength = 40
export const hiddenLength = 2_000
export const contextLength = 2_048
/** A JSON body's nesting, its keys in all, and its bytes, unless a setting says otherwise. */
export const jsonDepth = 8
export const jsonKeys = 1_000
export const bodyBytes = 64 * 1_024
/** A form's definition nests deeper and is larger than any answer. */
export const definitionDepth = 16
export const definitionKeys = 20_000
export const definitionBytes = 512 * 1_024
/** A pattern is judged character by character at each save, and an honest one is short. */
export const patternLength = 200
export const matrixRows = 50
export const matrixColumns = 20
export const addressLength = 200
export const files = 20
export const fileNameLength = 200
export const fileBytes = 100 * 1_024 * 1_024
export const fileBytesDefault = 10 * 1_024 * 1_024
export const signatureBytes = 1_024 * 1_024
export const endings = 20
export const languages = 30
/** Words of one form in one language. */
export const translations = 5_000
