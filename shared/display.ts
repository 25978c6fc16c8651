/** How a form comes onto a page: where it stands, when it comes by itself, and how often. */
import * as v from 'valibot'
import { shortText } from './fields/base.ts'
import { limits } from './limits.ts'

export const displayModes = ['inline', 'popup', 'slide-in', 'floating', 'bar'] as const
export type DisplayMode = (typeof displayModes)[number]

/** What opens a form that is not inline. */
const Trigger = v.variant(
  'on',
  [
    /** As soon as the page is there. */
    v.strictObject({ on: v.literal('load') }),
    v.strictObject({
      on: v.literal('delay'),
      seconds: v.pipe(v.number('seconds is a number'), v.minValue(0), v.maxValue(86_400)),
    }),
    /** When so much of the page has been seen, in percent of its height. */
    v.strictObject({
      on: v.literal('scroll'),
      percent: v.pipe(v.number('percent is a number'), v.minValue(0), v.maxValue(100)),
    }),
    /** When the pointer leaves the page at its top, or a touch visitor scrolls back up fast. */
    v.strictObject({ on: v.literal('exit') }),
    /** At a click on what this CSS selector finds, now or later. */
    v.strictObject({
      on: v.literal('click'),
      selector: v.pipe(
        shortText(limits.titleLength),
        v.minLength(1, 'A selector has at least one character'),
      ),
    }),
  ],
  'A trigger is on load, delay, scroll, exit or click',
)
export type Trigger = v.InferOutput<typeof Trigger>

/** How often a form may come by itself to the same browser; a number is every so many days. */
export const frequencies = ['always', 'once', 'session', 'until-submitted'] as const

export const Display = v.strictObject({
  mode: v.optional(v.picklist(displayModes, `mode is one of: ${displayModes.join(', ')}`), 'inline'),
  /** Which side a slide-in or floating button stands at; which edge a bar has. */
  side: v.optional(v.picklist(['start', 'end'], 'side is start or end'), 'end'),
  edge: v.optional(v.picklist(['top', 'bottom'], 'edge is top or bottom'), 'bottom'),
  /** The first that happens opens it; none: only a call of `Fieldpost.open`, or its own button or bar. */
  triggers: v.optional(v.pipe(v.array(Trigger), v.maxLength(10, 'At most 10 triggers')), () => []),
  /** Addresses on which it may come: a path like `/pricing/*`, or a whole address; everywhere when empty. */
  urls: v.optional(
    v.pipe(
      v.array(v.pipe(shortText(limits.titleLength), v.minLength(1, 'An address pattern is not empty'))),
      v.maxLength(50, 'At most 50 address patterns'),
    ),
    () => [],
  ),
  frequency: v.optional(
    v.union(
      [v.picklist(frequencies), v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(365))],
      `frequency is a number of days, or one of: ${frequencies.join(', ')}`,
    ),
    'until-submitted',
  ),
  /** Words on the floating button, or of the bar before it is opened; the form's title when empty. */
  label: v.optional(shortText(limits.titleLength), ''),
})
export type Display = v.InferOutput<typeof Display>
