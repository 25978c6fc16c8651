// What runs in the page, from before its first script: looks for the form as a visitor would, and types into it.

export interface Seen {
  /** From the navigation's start until the first input was painted, took the focus and what was typed, and stayed. */
  usableMs: number
  /** How often an input that had been usable was taken away or lost what was typed. */
  lost: number
  longTasks: number
  longTasksMs: number
  /** Of every shift that no input caused, summed up. */
  cls: number
  /** How many of the labels can be seen in the place. */
  labels: number
}

export interface Watched {
  place: string
  labels: readonly string[]
  /** How long the input must stay, and everything else is watched. */
  afterMs: number
  typed: string
}

/** Goes into the page as text, so it uses nothing from outside; what it sees is in `window.seen`. */
export function probe({ place, labels, afterMs, typed }: Watched) {
  if (window !== window.top) return
  const page = window as unknown as { seen: Promise<Seen> }
  const tasks: PerformanceEntry[] = []
  let cls = 0
  const observers = {
    longtask: (entry: PerformanceEntry) => tasks.push(entry),
    'layout-shift': (entry: PerformanceEntry) => {
      const { hadRecentInput, value } = entry as PerformanceEntry & { hadRecentInput: boolean; value: number }
      if (!hadRecentInput) cls += value
    },
  }
  const watching = Object.entries(observers).map(([type, each]) => {
    const observer = new PerformanceObserver((list) => list.getEntries().forEach(each))
    observer.observe({ type, buffered: true })
    return { observer, each }
  })

  type Input = HTMLInputElement | HTMLTextAreaElement
  function* within(root: ParentNode): Generator<Element> {
    for (const element of root.querySelectorAll('*')) {
      yield element
      if (element.shadowRoot) yield* within(element.shadowRoot)
    }
  }
  const all = () => {
    const element = document.querySelector(place)
    return element ? [...within(element)] : []
  }
  const isText = (element: Element): element is Input =>
    element instanceof HTMLTextAreaElement ||
    (element instanceof HTMLInputElement && ['text', 'email', 'tel'].includes(element.type))
  const isShown = (element: Element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    element.getBoundingClientRect().width > 0
  /** Nothing lies over it. */
  const isReached = (input: Input) => {
    const { left, top, width, height } = input.getBoundingClientRect()
    const root = input.getRootNode() as Document | ShadowRoot
    return root.elementFromPoint(left + width / 2, top + height / 2) === input
  }
  const find = () =>
    all().find((element) => isText(element) && isShown(element) && isReached(element)) as Input | undefined
  const takes = (input: Input) => {
    input.focus({ preventScroll: true })
    if ((input.getRootNode() as Document | ShadowRoot).activeElement !== input) return false
    document.execCommand('insertText', false, typed)
    return input.value === typed
  }
  const keeps = (input: Input) => input.isConnected && isShown(input) && input.value === typed
  const seesLabels = () => {
    const shown = all().filter(isShown)
    const says = (element: Element, label: string) =>
      [...element.childNodes].some((node) => node instanceof Text && node.data.includes(label))
    return labels.filter((label) => shown.some((element) => says(element, label))).length
  }

  page.seen = new Promise((resolve) => {
    let painted: Input | undefined
    let usable: { input: Input; at: number } | undefined
    let lost = 0
    // Once a frame: between two frames there is nothing to see.
    const look = () => {
      const now = performance.now()
      if (usable && !keeps(usable.input)) {
        usable = undefined
        painted = undefined
        lost++
      }
      if (!usable) {
        if (painted && isReached(painted) && takes(painted)) usable = { input: painted, at: now }
        else painted = find()
      } else if (now - usable.at > afterMs) {
        for (const { observer, each } of watching) {
          observer.takeRecords().forEach(each)
          observer.disconnect()
        }
        resolve({
          usableMs: usable.at,
          lost,
          longTasks: tasks.length,
          longTasksMs: tasks.reduce((sum, task) => sum + task.duration, 0),
          cls,
          labels: seesLabels(),
        })
        return
      }
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
}
