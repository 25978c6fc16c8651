/** A place on the page that asks for a form, as its attributes say. */

/** The div, the single tag, and the custom element. */
export const PLACES = '[data-fieldpost],script[data-form],fieldpost-form'

export interface Place {
  form: string
  lang: string | undefined
  /** CSS pixels; 0 when nothing is asked for. */
  minHeight: number
  /** How it comes onto the page; the form's own way when it does not say. */
  mode: string | undefined
  prefill: Record<string, string>
}

type Attributes = Pick<Element, 'getAttribute' | 'getAttributeNames'>

/** What a place asks for, or null when it names no form (yet). */
export function readPlace(element: Attributes): Place | null {
  const get = (name: string) => element.getAttribute(name) || undefined
  const form = get('data-fieldpost') ?? get('data-form') ?? get('form')
  if (!form) return null
  const prefill: Record<string, string> = {}
  for (const name of element.getAttributeNames()) {
    const field = /^data-prefill-(.+)/.exec(name)?.[1]
    if (field) prefill[field] = get(name) ?? ''
  }
  return {
    form,
    lang: get('data-lang'),
    minHeight: Number(get('data-min-height')) || 0,
    mode: get('data-mode'),
    prefill,
  }
}
