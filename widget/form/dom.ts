/**
 * What of Preact the form uses, in a quarter of its bytes: a build of the form takes this file for `preact` and its
 * JSX. It makes and updates nodes, keeps those whose key or place and type stay, and knows functions, classes with
 * state, fragments and SVG. The rest of Preact (hooks, context, hydration, error boundaries) it has not.
 */

type Child = VNode | string | number | boolean | null | undefined | readonly Child[]
type Props = Record<string, unknown> & { children?: Child }
type Type = string | ((props: Props) => Child) | (new (props: Props) => Component)

interface VNode {
  type: Type
  props: Props
  key: unknown
}

/** What is on the page of a child. A child that shows nothing keeps its place as null. */
interface Live extends VNode {
  dom?: Element | Text
  kids: (Live | null)[]
  own?: Component | undefined
}

interface Root {
  parent: Element | ShadowRoot
  child: Child
  kids: (Live | null)[]
}

const SVG = 'http://www.w3.org/2000/svg'

const roots = new WeakMap<Node, Root>()
/** Drawn again, once each: what a handler asks for while nodes are being moved must wait. */
const due = new Set<Root>()
let current: Root
let busy = false
let after: (() => void)[] = []

export const jsx = (type: Type, props: Props, key?: unknown): VNode => ({ type, props, key })
export { jsx as jsxs }

export const Fragment = (props: Props) => props.children

export abstract class Component {
  props: Props
  state: object = {}
  next?: object | undefined
  root = current
  constructor(props: Props) {
    this.props = props
  }
  abstract render(): Child
  componentDidMount?(): void
  componentDidUpdate?(): void
  componentWillUnmount?(): void
  setState(part: object) {
    this.next = { ...(this.next ?? this.state), ...part }
    due.add(this.root)
    queueMicrotask(flush)
  }
}

/** Draws a child as all that a parent has; null takes it away. */
export function render(child: Child, parent: Element | ShadowRoot) {
  let root = roots.get(parent)
  if (!root) {
    root = { parent, child, kids: [] }
    roots.set(parent, root)
  }
  root.child = child
  due.add(root)
  flush()
}

function flush() {
  if (busy) return
  busy = true
  try {
    for (const root of due) {
      due.delete(root)
      current = root
      root.kids = patch(root.parent, root.kids, [root.child], null, false)
    }
  } finally {
    busy = false
  }
  const calls = after
  after = []
  for (const call of calls) call()
  if (due.size > 0) flush()
}

/** Makes children anew out of those that are there, all before `end`. */
function patch(
  parent: Node,
  old: readonly (Live | null)[],
  children: readonly Child[],
  end: Node | null,
  svg: boolean,
): (Live | null)[] {
  const free = new Set(old)
  const olds = children.map((child, place) => {
    const { type, key } = nodeOf(child) ?? {}
    const known = key === undefined ? old[place] : old.find((live) => live && live.key === key)
    const fits = known && known.type === type && known.key === key && free.delete(known)
    return fits ? known : undefined
  })
  for (const live of free) if (live) remove(live, true)
  const kids: (Live | null)[] = []
  // From the last to the first: what comes after each is in its place by then.
  for (let place = children.length - 1; place >= 0; place--) {
    const node = nodeOf(children[place])
    const live = node ? draw(parent, olds[place], node, end, svg) : null
    kids[place] = live
    end = (live && first(live)) ?? end
  }
  return kids
}

/** A child as a node; texts are nodes without a name, lists are fragments. */
function nodeOf(child: Child): VNode | null {
  if (child == null || typeof child === 'boolean') return null
  if (Array.isArray(child)) return jsx(Fragment, { children: child })
  return typeof child === 'object' ? (child as VNode) : jsx('', { text: child })
}

const listOf = (children: Child): readonly Child[] =>
  Array.isArray(children) ? children : children === undefined ? [] : [children as Child]

function draw(parent: Node, known: Live | undefined, node: VNode, end: Node | null, inSvg: boolean): Live {
  const { type, props } = node
  const before: Props = known?.props ?? {}
  const live: Live = known ?? { ...node, kids: [] }
  live.props = props
  if (typeof type !== 'string') {
    let shown: Child
    if ('render' in (type.prototype ?? {})) {
      const made = live.own
      const own = made ?? new (type as new (props: Props) => Component)(props)
      live.own = own
      own.props = props
      own.state = own.next ?? own.state
      own.next = undefined
      shown = own.render()
      after.push(() => (made ? own.componentDidUpdate?.() : own.componentDidMount?.()))
    } else shown = (type as (props: Props) => Child)(props)
    live.kids = patch(parent, live.kids, type === Fragment ? listOf(shown) : [shown], end, inSvg)
    return live
  }
  const svg = inSvg || type === 'svg'
  live.dom ??= type
    ? svg
      ? document.createElementNS(SVG, type)
      : document.createElement(type)
    : document.createTextNode('')
  const { dom } = live
  if (dom instanceof Text) {
    if (props.text !== before.text) dom.data = String(props.text)
  } else {
    for (const name in { ...before, ...props })
      if (!/^(children|ref|value|checked)$/.test(name) && props[name] !== before[name])
        set(dom, name, props[name], before[name], svg)
    live.kids = patch(dom, live.kids, listOf(props.children), null, svg)
    // Last: a range has its ends by then, and a select its options. A visitor may have changed them meanwhile.
    for (const name of ['value', 'checked'] as const) {
      const value = props[name] ?? (before[name] === undefined ? undefined : '')
      if (value !== undefined && (dom as unknown as Props)[name] !== value)
        set(dom, name, value, undefined, svg)
    }
    const { ref } = props
    if (typeof ref === 'function' && ref !== before.ref) after.push(() => ref(dom))
  }
  if (dom.parentNode !== parent || dom.nextSibling !== end) {
    const active = known && (dom.getRootNode() as ShadowRoot).activeElement
    parent.insertBefore(dom, end)
    // What is moved loses the focus.
    if (active && dom.contains(active)) (active as HTMLElement).focus()
  }
  return live
}

/** As a property where there is one: numbers, truth and what was typed are no attributes. */
function set(dom: Element, name: string, value: unknown, old: unknown, svg: boolean) {
  if (name === 'style') {
    const { style } = dom as HTMLElement
    for (const key in { ...(old as object), ...(value as object) })
      style.setProperty(key, String((value as Record<string, unknown>)[key] ?? ''))
  } else if (/^on[A-Z]/.test(name)) {
    const type = name.slice(2).toLowerCase()
    const known = dom as { on?: Record<string, unknown> }
    known.on ??= {}
    const handlers = known.on
    if (!(type in handlers)) dom.addEventListener(type, handle)
    handlers[type] = value
  } else if (!svg && name in dom) {
    ;(dom as unknown as Props)[name] = value ?? ''
  } else if (value == null || (value === false && name[4] !== '-')) dom.removeAttribute(name)
  else dom.setAttribute(name, value === true && name[4] !== '-' ? '' : String(value))
}

function handle(this: unknown, event: Event) {
  const { on } = this as { on: Record<string, ((event: Event) => void) | null | undefined> }
  on[event.type]?.(event)
}

const first = (live: Live): Node | null => {
  if (live.dom) return live.dom
  for (const kid of live.kids) {
    const found = kid && first(kid)
    if (found) return found
  }
  return null
}

/** Takes it away; `top` is set for what has no parent that goes as well. */
function remove({ dom, kids, own, props }: Live, top: boolean) {
  own?.componentWillUnmount?.()
  for (const kid of kids) if (kid) remove(kid, top && !dom)
  if (typeof props.ref === 'function') props.ref(null)
  if (top) dom?.remove()
}
