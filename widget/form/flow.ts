/** The way through a form. What rules make of it is loaded by the forms that have rules. */
import { type Course, type Follow, wholePath } from '@fieldpost/shared/pages.ts'

let found: Follow = wholePath

/** The path that these answers make, see `pathOf`. */
export const follow: Follow = (course, answers) => found(course, answers)

/** Loads what the rules of a form need; undefined when everything is there. Rejects like any import. */
export const loadRules = ({ rules }: Pick<Course, 'rules'>): Promise<void> | undefined =>
  rules.length > 0 && found === wholePath
    ? import('@fieldpost/shared/logic.ts').then(({ pathOf }) => {
        found = pathOf
      })
    : undefined
