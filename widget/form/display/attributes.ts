/** How a place on the page wants its form to come: what its attributes say, and the form's own display for the rest. */
import type { Display, DisplayMode, Trigger } from '@fieldpost/shared/display.ts'

type Asked = Pick<Element, 'getAttribute'>

/** The display of a place. Any attribute that is a trigger stands for all triggers. */
export function displayOf(own: Display, mode: string, place: Asked): Display {
  const get = (name: string) => place.getAttribute(`data-${name}`)
  const words = (name: string) =>
    get(name)
      ?.split(/[\s,]+/)
      .filter(Boolean)
  const one = <const Word extends string>(name: string, words: readonly Word[]) =>
    words.find((word) => word === get(name))
  return {
    // A word that is none of them means something over the page: "modal", "dialog", "lightbox".
    mode: modes.find((known) => known === mode) ?? 'popup',
    side: one('side', ['start', 'end']) ?? own.side,
    edge: one('edge', ['top', 'bottom']) ?? own.edge,
    triggers: triggersOf(get) ?? own.triggers,
    urls: words('urls') ?? own.urls,
    frequency:
      one('frequency', ['always', 'once', 'session', 'until-submitted']) ??
      atLeast(1, get('frequency')) ??
      own.frequency,
    label: get('label') ?? own.label,
  }
}

const modes: readonly DisplayMode[] = ['popup', 'slide-in', 'floating', 'bar']

function triggersOf(get: (name: string) => string | null): Trigger[] | undefined {
  const triggers: Trigger[] = []
  const seconds = atLeast(0, get('delay'))
  const percent = atLeast(0, get('scroll'))
  const selector = get('click')
  if (get('load') !== null) triggers.push({ on: 'load' })
  if (seconds !== undefined) triggers.push({ on: 'delay', seconds })
  if (percent !== undefined) triggers.push({ on: 'scroll', percent })
  if (get('exit') !== null) triggers.push({ on: 'exit' })
  if (selector) triggers.push({ on: 'click', selector })
  return triggers.length > 0 || get('manual') !== null ? triggers : undefined
}

/** The number that a text begins with ("50%", "10s"), when it is at least so much. */
function atLeast(least: number, text: string | null): number | undefined {
  const number = Number.parseFloat(text ?? '')
  return number >= least ? number : undefined
}
