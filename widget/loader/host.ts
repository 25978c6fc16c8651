/**
 * Where a place's form stands: in the place itself, in a div inside when it cannot have a shadow root, and behind
 * a script's tag. Nothing can be seen in the head, so that tag's form goes to the end of the page; null while
 * there is no body yet.
 */
export function hostFor(place: Element): HTMLElement | null {
  if (place.shadowRoot) return place as HTMLElement
  const made = document.createElement('div')
  if (place instanceof HTMLScriptElement) {
    if (!document.head.contains(place)) place.after(made)
    else if (document.body) document.body.append(made)
    else return null
  } else {
    try {
      place.attachShadow({ mode: 'open' })
      return place as HTMLElement
    } catch {
      place.append(made)
    }
  }
  made.attachShadow({ mode: 'open' })
  return made
}
