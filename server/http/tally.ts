/** Counts the answers of one field, as far as answers of its kind can be counted. */
import { smileysOf } from '@fieldpost/shared/fields/smiley.ts'
import type { Report } from '@fieldpost/shared/resources.ts'
import type { AnswerField } from './fields-ever.ts'

type FieldReport = Report['fields'][number]
type Numbers = Pick<FieldReport, 'counts' | 'other' | 'average' | 'rows' | 'places' | 'files'>

export interface Tally {
  name: string
  add(answer: unknown): void
  report(): FieldReport
}

/** What one kind's answers are counted by; it is given answers of that kind only. */
interface Counter {
  add(answer: unknown): void
  numbers(): Partial<Numbers>
}

const nothing: Numbers = {
  counts: null,
  other: null,
  average: null,
  rows: null,
  places: null,
  files: null,
}

export function createTally(field: AnswerField): Tally {
  const { name, label, kind } = field
  const counter = counterOf(field)
  let answered = 0
  return {
    name,
    add(answer) {
      answered++
      counter.add(answer)
    },
    report: () => ({ name, label, kind, answered, ...nothing, ...counter.numbers() }),
  }
}

function counterOf(field: AnswerField): Counter {
  switch (field.kind) {
    case 'single-choice':
    case 'multiple-choice':
      return choices(valuesOf(field.options), field.other)
    case 'dropdown':
    case 'picture-choice':
      return choices(valuesOf(field.options))
    case 'yes-no':
    case 'consent':
      return choices(['true', 'false'])
    case 'smiley':
      return choices([...smileysOf(field)])
    case 'rating':
      return both(choices(steps(1, field.max)), average())
    case 'nps':
      return both(choices(steps(0, 10)), average())
    case 'scale':
      return both(choices(steps(field.min, field.max)), average())
    case 'number':
    case 'slider':
      return average()
    case 'matrix':
      return matrix(valuesOf(field.rows), valuesOf(field.columns))
    case 'ranking':
      return ranking(valuesOf(field.options))
    case 'file':
    case 'signature':
      return files()
    default:
      return { add: () => {}, numbers: () => ({}) }
  }
}

const valuesOf = (list: readonly { value: string }[]) => list.map(({ value }) => value)

const steps = (least: number, most: number) =>
  Array.from({ length: most - least + 1 }, (_, step) => String(least + step))

const listed = (counts: ReadonlyMap<string, number>) =>
  Array.from(counts, ([value, count]) => ({ value, count }))

const both = (one: Counter, two: Counter): Counter => ({
  add(answer) {
    one.add(answer)
    two.add(answer)
  },
  numbers: () => ({ ...one.numbers(), ...two.numbers() }),
})

/** Each of the values that may be chosen, in the field's order. Visitors' own words are counted, but not told apart. */
function choices(values: readonly string[], hasOther = false): Counter {
  const counts = new Map(values.map((value) => [value, 0]))
  let other = 0
  return {
    add(answer) {
      for (const item of Array.isArray(answer) ? answer : [answer]) {
        const value = String(item)
        // An option that the owner has removed since was answered all the same.
        if (hasOther && !counts.has(value)) other++
        else counts.set(value, (counts.get(value) ?? 0) + 1)
      }
    },
    numbers: () => ({ counts: listed(counts), other: hasOther ? other : null }),
  }
}

function average(): Counter {
  let sum = 0
  let count = 0
  return {
    add(answer) {
      if (typeof answer !== 'number') return
      sum += answer
      count++
    },
    numbers: () => ({ average: count > 0 ? sum / count : null }),
  }
}

function matrix(rows: readonly string[], columns: readonly string[]): Counter {
  const counters = new Map(rows.map((row) => [row, rowOf()]))
  function rowOf() {
    return { answered: 0, choice: choices(columns) }
  }
  return {
    add(answer) {
      if (typeof answer !== 'object' || answer === null) return
      for (const [row, column] of Object.entries(answer)) {
        const counter = counters.get(row) ?? rowOf()
        counters.set(row, counter)
        counter.answered++
        counter.choice.add(column)
      }
    },
    numbers: () => ({
      rows: Array.from(counters, ([value, { answered, choice }]) => ({
        value,
        answered,
        counts: choice.numbers().counts ?? [],
      })),
    }),
  }
}

/** The place of each option on average, 1 being the first; what was left out of the top is in no place. */
function ranking(options: readonly string[]): Counter {
  const places = new Map(options.map((option) => [option, { sum: 0, count: 0 }]))
  return {
    add(answer) {
      if (!Array.isArray(answer)) return
      for (const [index, option] of answer.entries()) {
        const place = places.get(String(option)) ?? { sum: 0, count: 0 }
        places.set(String(option), place)
        place.sum += index + 1
        place.count++
      }
    },
    numbers: () => ({
      places: Array.from(places, ([value, { sum, count }]) => ({
        value,
        count,
        average: count > 0 ? sum / count : null,
      })),
    }),
  }
}

function files(): Counter {
  let count = 0
  return {
    add(answer) {
      if (Array.isArray(answer)) count += answer.length
    },
    numbers: () => ({ files: count }),
  }
}
