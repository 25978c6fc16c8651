/**
 * Once what is being drawn is drawn: when that took the focused element away, its focus goes to the content, so that
 * the next Tab does not begin at the top of the page.
 */
export function catchFocus(): void {
  queueMicrotask(() => {
    if (document.activeElement === document.body)
      document.getElementById('main')?.focus({ preventScroll: true })
  })
}
