/** Builds forms of every kind, with settings and rules of every sort, and answers that the relay would store. */
import fc from 'fast-check'
import * as v from 'valibot'
import { checkAnswers } from '../../answers.ts'
import { addressParts } from '../../fields/address.ts'
import { type Answers, answerFault, type Field, type FieldKind } from '../../fields/index.ts'
import { placesOf } from '../../fields/ranking.ts'
import { smileysOf } from '../../fields/smiley.ts'
import { Definition, formKinds } from '../../form.ts'
import { judge } from '../../judge.ts'
import { type Course, fieldsOf } from '../../pages.ts'
import { publishIssues } from '../../publish.ts'
import type { PayloadForm } from './body.ts'

/** Words that are trouble somewhere: in comments, in literals, in keys, on a prototype. */
const troubles = [
  '*/ export const x = 1 /*',
  '@deprecated',
  '@ts-expect-error',
  'first\nsecond\r\n@third',
  '\u2028line',
  '`$' + '{process}`',
  '\\',
  'it\'s "quoted"',
  '__proto__',
  'constructor',
  '0',
  '**bold** [link](https://a.example)',
  '\ud800',
  '😀',
  'ar\u202e\u0000\u0007',
  'a][b',
  '{{name}}',
]
const words = fc.oneof(fc.constantFrom(...troubles), fc.string({ maxLength: 12, unit: 'binary' }))
const label = fc.oneof({ weight: 1, arbitrary: fc.constant('') }, { weight: 6, arbitrary: words })
const value = words.map((text) => text.trim()).filter((text) => text !== '')
const names = fc.oneof(
  fc.constantFrom(
    'name',
    'first-name',
    'a.b',
    '0',
    '12',
    'constructor',
    'toString',
    'valueOf',
    'x_',
    'tag',
    'phone',
  ),
  fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,10}$/),
)

const listOf = (least: number, most: number) =>
  fc.uniqueArray(fc.record({ value, label }), {
    minLength: least,
    maxLength: most,
    selector: (option) => option.value,
  })
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined })
const range = (least: number, most: number) =>
  fc
    .tuple(maybe(fc.integer({ min: least, max: most })), maybe(fc.integer({ min: least, max: most })))
    .map(([a, b]) => (a !== undefined && b !== undefined && a > b ? [b, a] : [a, b]))
const bounds = (least: number, most: number, names: readonly [string, string] = ['min', 'max']) =>
  range(least, most).map(([min, max]) => ({ [names[0]]: min, [names[1]]: max }))
const lengths = bounds(1, 30, ['minLength', 'maxLength'])
const days = bounds(0, 40_000).map(({ min, max }) => ({ min: day(min), max: day(max) }))
const day = (count: number | undefined) =>
  count === undefined ? undefined : new Date(count * 86_400_000).toISOString().slice(0, 10)
const times = bounds(0, 1_439).map(({ min, max }) => ({ min: time(min), max: time(max) }))
const time = (minutes: number | undefined) =>
  minutes === undefined
    ? undefined
    : `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
const flag = fc.boolean()
/** Options, and how many of them may be chosen. */
const several = listOf(1, 5).chain((options) =>
  bounds(1, options.length).map((chosen) => ({ options, ...chosen })),
)

const settings: Record<FieldKind, fc.Arbitrary<object>> = {
  text: lengths,
  'long-text': lengths,
  email: fc.constant({}),
  phone: fc.constant({}),
  url: fc.constant({}),
  number: fc.tuple(bounds(-50, 50), maybe(flag)).map(([chosen, integer]) => ({ ...chosen, integer })),
  date: days,
  time: times,
  'single-choice': fc.record({ options: listOf(1, 4), other: maybe(flag) }),
  'multiple-choice': fc.tuple(several, maybe(flag)).map(([all, other]) => ({ ...all, other })),
  dropdown: fc.record({ options: listOf(1, 4) }),
  'picture-choice': fc.tuple(several, maybe(flag)).map(([all, multiple]) => ({ ...all, multiple })),
  'yes-no': fc.constant({}),
  consent: fc.constant({}),
  rating: fc.record({ max: fc.integer({ min: 2, max: 10 }) }),
  nps: fc.constant({}),
  smiley: fc.record({ count: fc.constantFrom(3, 5) }),
  scale: fc.record({ min: fc.integer({ min: 0, max: 1 }), max: fc.integer({ min: 2, max: 10 }) }),
  slider: fc.record({
    min: fc.constantFrom(0, -10, 3, 0.5, -1e-3),
    max: fc.constantFrom(10, 100, 12.5),
    step: fc.constantFrom(1, 2, 5, 0.1, 0.25, 3),
  }),
  matrix: fc.record({ rows: listOf(1, 4), columns: listOf(2, 4) }),
  ranking: fc.record({ options: listOf(1, 5), top: maybe(fc.integer({ min: 1, max: 6 })) }),
  address: fc.record({
    parts: fc.uniqueArray(fc.constantFrom(...addressParts), { minLength: 1 }),
    optional: fc.uniqueArray(fc.constantFrom(...addressParts)),
  }),
  file: fc.record({ maxFiles: fc.integer({ min: 1, max: 4 }) }),
  signature: fc.constant({}),
  hidden: fc.record({ default: maybe(words) }),
  statement: fc.constant({}),
}
const kinds = Object.keys(settings) as FieldKind[]

const without = (entries: object): object =>
  Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined))

const anyField = fc.constantFrom(...kinds).chain((kind) =>
  fc.tuple(settings[kind], label, label, flag).map(([own, label, help, required]) =>
    without({
      kind,
      label,
      help,
      ...(kind !== 'hidden' && kind !== 'statement' && { required }),
      ...own,
    }),
  ),
)

const conditions = (fields: readonly string[]) =>
  fc.record({
    field: fc.constantFrom(...fields),
    is: fc.constantFrom('answered', 'not-answered', 'equal', 'not-equal', 'greater'),
    to: fc.oneof(value, fc.integer({ min: -5, max: 10 }), flag),
  })
const rules = (fields: readonly string[]) =>
  fc.array(
    fc.record({
      if: fc.oneof(conditions(fields), fc.record({ all: fc.array(conditions(fields), { maxLength: 2 }) })),
      then: fc.oneof(
        fc.record({ show: fc.constantFrom(...fields) }),
        fc.record({ hide: fc.constantFrom(...fields) }),
        fc.record({ require: fc.constantFrom(...fields) }),
        fc.record({ jump: fc.constantFrom(...fields) }),
        fc.constant({ end: true }),
      ),
    }),
    { maxLength: 4 },
  )

const anyDefinition: fc.Arbitrary<Definition> = fc
  .tuple(
    fc.array(anyField, { minLength: 1, maxLength: 10 }),
    fc.uniqueArray(names, { minLength: 10, maxLength: 10 }),
    fc.integer({ min: 1, max: 3 }),
    fc.constantFrom('pages', 'questions'),
  )
  .chain(([drawn, names, size, steps]) => {
    const fields = drawn.map((field, at) => ({ ...field, id: `f${at}`, name: names[at] }))
    const pages = Array.from({ length: Math.ceil(fields.length / size) }, (_, at) => ({
      id: `p${at}`,
      fields: fields.slice(at * size, (at + 1) * size),
    }))
    return fc
      .oneof(fc.constant([]), rules(fields.map(({ id }) => id)))
      .map((rules) => withoutCircles(v.parse(Definition, { pages, rules, settings: { steps } })))
  })

/** The definition without rules that would go in a circle: such a form cannot be published, nor answered. */
function withoutCircles(definition: Definition): Definition {
  const rules: Definition['rules'] = []
  for (const rule of definition.rules) {
    const more = { ...definition, rules: [...rules, rule] }
    if (!publishIssues(more).some(({ code }) => code === 'circle')) rules.push(rule)
  }
  return { ...definition, rules }
}

export const anyPayloadForm: fc.Arbitrary<PayloadForm> = fc.record({
  id: fc.constantFrom('frm_1', 'frm_*/'),
  title: label,
  kind: fc.constantFrom(...formKinds),
  definition: anyDefinition,
})

const someOf = <Item>(items: readonly Item[], least: number, most: number) =>
  fc.shuffledSubarray([...items], {
    minLength: Math.min(least, items.length),
    maxLength: Math.min(most, items.length),
  })
const textFor = ({
  minLength = 0,
  maxLength = 40,
}: {
  minLength?: number | undefined
  maxLength?: number | undefined
}) =>
  fc
    .oneof(fc.constantFrom(...troubles), fc.string({ unit: 'binary', maxLength: 40 }))
    .map((text) => (text.trim() === '' ? 'x' : text).padEnd(minLength, 'y').slice(0, maxLength))
const oneLine = (text: string) => text.replace(/[\r\n]/g, ' ')
const file = fc.record({
  id: fc.stringMatching(/^[\w-]{1,20}$/),
  name: words,
  type: fc.constantFrom('image/png', 'application/pdf'),
  size: fc.nat(),
})

/** A value that a visitor may give to a field: mostly right, and always right for `full`. */
function anyAnswer(field: Field): fc.Arbitrary<unknown> {
  switch (field.kind) {
    case 'text':
      return textFor(field).map(oneLine)
    case 'long-text':
      return textFor(field)
    case 'email':
      return fc.constantFrom('ada@example.com', 'ä@ö.example', 'a..b@c.io', '"x"@y.zz', 'a@b.😀')
    case 'phone':
      return fc.constantFrom('+1 202 555 0123', '12345', '0123/45678 ext. 9')
    case 'url':
      return fc.constantFrom('https://example.com/', 'HTTP://exämple.example/ü?q=[1]', 'http://a.b/|"')
    case 'number':
      return fc.oneof(
        fc.integer({ min: field.min ?? -1e6, max: field.max ?? 2 ** 53 - 1 }),
        fc.double({ min: field.min ?? -1e300, max: field.max ?? 1e300, noNaN: true }),
        fc.constantFrom(-0, 1e21, 0.1, 2 ** 53),
      )
    case 'date':
      return fc.constantFrom(field.min ?? '2024-02-29', field.max ?? '0001-01-01', '2026-01-31')
    case 'time':
      return fc.constantFrom(field.min ?? '00:00', field.max ?? '23:59', '14:30')
    case 'single-choice':
    case 'dropdown':
      return fc.oneof(fc.constantFrom(...field.options.map(({ value }) => value)), words.map(oneLine))
    case 'multiple-choice':
      return fc
        .tuple(
          optionsOf(field, field.min ?? 1, field.max ?? field.options.length),
          fc.array(words.map(oneLine), { maxLength: 1 }),
        )
        .map(([chosen, own]) => (field.other ? [...chosen, ...own] : chosen))
    case 'picture-choice':
      return field.multiple
        ? optionsOf(field, field.min ?? 1, field.max ?? field.options.length)
        : fc.constantFrom(...field.options.map(({ value }) => value))
    case 'yes-no':
    case 'consent':
      return fc.boolean()
    case 'rating':
      return fc.integer({ min: 1, max: field.max })
    case 'nps':
      return fc.integer({ min: 0, max: 10 })
    case 'smiley':
      return fc.constantFrom(...smileysOf(field))
    case 'scale':
      return fc.integer({ min: field.min, max: field.max })
    case 'slider': {
      const steps = Math.floor((field.max - field.min) / field.step)
      return fc
        .tuple(fc.integer({ min: 0, max: Math.max(0, steps) }), fc.constantFrom(0, 1e-8))
        .map(([at, off]) => field.min + at * field.step + off)
    }
    case 'matrix':
      return fc
        .tuple(
          someOf(field.rows, 1, field.rows.length),
          fc.array(fc.constantFrom(...field.columns), { minLength: 4, maxLength: 4 }),
        )
        .map(([rows, columns]) => Object.fromEntries(rows.map((row, at) => [row.value, columns[at]?.value])))
    case 'ranking':
      return optionsOf(field, placesOf(field), placesOf(field))
    case 'address':
      return fc
        .tuple(fc.constant(field.parts), fc.array(words.map(oneLine), { minLength: 6, maxLength: 6 }), flag)
        .map(([parts, texts, all]) =>
          Object.fromEntries(
            parts
              .filter((part) => all || !field.optional.includes(part))
              .map((part, at) => [part, `${texts[at]}${field.optional.includes(part) ? '' : 'x'}`]),
          ),
        )
    case 'file':
      return fc.uniqueArray(file, {
        minLength: 1,
        maxLength: field.maxFiles,
        selector: ({ id }) => id,
      })
    case 'signature':
      return fc.tuple(file)
    case 'hidden':
      return words
    case 'statement':
      return fc.constant(undefined)
  }
}

const optionsOf = (field: { options: readonly { value: string }[] }, least: number, most: number) =>
  someOf(field.options, least, most).map((chosen) => chosen.map(({ value }) => value))

/** What a visitor must give who is asked for more. */
function fullAnswer(field: Field, given: unknown): unknown {
  if (field.kind === 'consent') return true
  if (field.kind !== 'matrix') return given
  return Object.fromEntries(field.rows.map((row) => [row.value, field.columns[0]?.value]))
}

/** Answers to a form as the relay stores them: what the validator refuses is changed until it takes all of it. */
export const answersTo = (course: Course, partial: boolean): fc.Arbitrary<Answers> => {
  const fields = fieldsOf(course)
  return fc
    .tuple(
      fc.tuple(...fields.map(anyAnswer)),
      fc.array(fc.integer({ min: 0, max: 3 }), { minLength: fields.length, maxLength: fields.length }),
    )
    .map(([values, chances]) => {
      const given = new Map<string, unknown>()
      const all = new Map(fields.map((field, at) => [field.name, { field, value: values[at] }]))
      fields.forEach((field, at) => {
        const right = field.kind !== 'statement' && !answerFault(field, values[at])
        if (right && (chances[at] ?? 0) > 0) given.set(field.name, values[at])
      })
      for (let round = 0; round < 3 * fields.length + 3; round++) {
        const checked = checkAnswers(course, Object.fromEntries(given), judge, partial)
        if (checked.ok) return checked.answers
        for (const { field: name, code } of checked.issues) {
          const known = all.get(name)
          if (known && ['required', 'consent', 'every-row'].includes(code))
            given.set(name, fullAnswer(known.field, known.value))
          else given.delete(name)
        }
      }
      return null
    })
    .filter((answers) => answers !== null)
}
