/** The way through a form. What rules make of it is loaded by the forms that have rules. */
import { type Follow, wholePath } from '@fieldpost/shared/pages.ts'
import { parts } from './parts.ts'

/** The path that these answers make, see `pathOf`. */
export const follow: Follow = (course, answers) => (parts.logic?.pathOf ?? wholePath)(course, answers)
