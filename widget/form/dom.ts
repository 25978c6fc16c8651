/**
 * What of Preact the form uses, in a quarter of its bytes: a build of the form takes this file for `preact` and its
 * JSX. It makes and updates nodes, keeps those whose key or place and type stay, and knows functions, classes with
 * state, fragments and SVG. The rest of Preact (hooks, context, hydration, error boundaries) it has not. What it has
 * works as there, and e2e/dom.spec.ts holds both to each other, but for these:
 *
 * - Children without a key are kept by their place alone; Preact looks for one of their type around it.
 * - What is taken away of an element is gone, where Preact leaves `title=""`; `value: undefined` empties an input.
 * - Children are drawn from the last to the first. A `<select>` without a value has its last option chosen by that.
 * - A state draws all of its root anew, at once, and each class is told of the update.
 * - A style has names as in style sheets; refs are functions of elements, told when those come and go.
 * - After an error in a drawing the page stays as far as it came, and the next drawing puts all in its place.
 */

type Child = VNode | string | number | boolean | null | undefined | readonly Child[]
type Props = Record<string, unknown> & { children?: Child }
type Type = string | ((props: Props) => Child) | (new (props: Props) => Component)

interface VNode {
  type: Type
  props: Props
  key: unknown
}

/** What shows children: the page's part of a child, or where all of them are drawn. */
interface Owner {
  kids: (Live | null)[]
}

/** What is on the page of a child. A child that shows nothing keeps its place as null. */
interface Live extends VNode, Owner {
  dom?: Element | Text
  own?: Component | undefined
  /** The handlers' names that its node is listened to for. */
  heard: Set<string>
}

interface Root extends Owner {
  parent: Element | ShadowRoot
  child: Child
  /** Whether its nodes may be anywhere, because an error ended its last drawing. */
  torn: boolean
}

const SVG = 'http://www.w3.org/2000/svg'

const roots = new WeakMap<Node, Root>()
/** Drawn again, once each: what a handler asks for while nodes are being moved must wait. */
const due = new Set<Root>()
let current: Root
let torn: boolean
let busy = false
/** Told once all is drawn, children first. */
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
    root = { parent, child, kids: [], torn: true }
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
      torn = root.torn
      root.torn = true
      patch(root.parent, root, root.child, null, false)
      root.torn = false
    }
  } finally {
    busy = false
  }
  const calls = after
  after = []
  for (const call of calls) call()
  if (due.size > 0) flush()
}

/**
 * Makes children anew out of those that are there, all before `end`. What stays in its order is not touched: a node
 * that is moved loses more than its place, and others put nodes of theirs between ours.
 */
function patch(parent: Node, owner: Owner, children: Child, end: Node | null, svg: boolean, moved = false) {
  const old = owner.kids
  const free = new Set(old)
  const nodes = [children].flat().map(nodeOf)
  // Known before they are drawn: an error on the way leaves no node that is nobody's.
  const kids = nodes.map((node, place) => {
    if (!node) return null
    const { type, key } = node
    const known = key === undefined ? old[place] : old.find((live) => live?.key === key && free.has(live))
    const fits = known && known.type === type && known.key === key && free.delete(known)
    return fits ? known : { ...node, props: {}, kids: [], heard: new Set<string>() }
  })
  owner.kids = kids
  for (const live of free) if (live) remove(live, true)
  let least = old.length
  // From the last to the first: what comes after each is in its place by then.
  for (let place = nodes.length - 1; place >= 0; place--) {
    const node = nodes[place]
    const live = kids[place]
    if (!node || !live) continue
    const at = old.indexOf(live)
    const stays = at >= 0 && at < least
    if (stays) least = at
    draw(parent, live, node.props, end, svg, moved || !stays)
    const dom = first(live)
    if (dom?.parentNode === parent) end = dom
  }
}

/** A child as a node; texts are nodes without a name, lists are fragments. */
function nodeOf(child: Child): VNode | null {
  if (child == null || typeof child === 'boolean') return null
  if (Array.isArray(child)) return jsx(Fragment, { children: child })
  return typeof child === 'object' ? (child as VNode) : jsx('', { text: child })
}

function draw(parent: Node, live: Live, props: Props, end: Node | null, inSvg: boolean, moved: boolean) {
  const { type, props: before } = live
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
      after.unshift(() => (made ? own.componentDidUpdate?.() : own.componentDidMount?.()))
    } else shown = (type as (props: Props) => Child)(props)
    patch(parent, live, shown, end, inSvg, moved)
    return
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
    const { ref } = props
    if (typeof ref === 'function' && ref !== before.ref) after.unshift(() => ref(dom))
    for (const name in { ...before, ...props })
      if (!/^(children|ref|value|checked)$/.test(name) && props[name] !== before[name])
        set(live, dom, name, props[name], before[name], svg)
    patch(dom, live, props.children, null, svg)
    // Last: a range has its ends by then, and a select its options. A visitor may have changed them meanwhile.
    for (const name of ['value', 'checked'] as const) {
      const value = props[name]
      // What is half of a date reads as nothing, and would be wiped by it.
      if ((value ?? before[name]) != null && (dom as unknown as Props)[name] !== (value ?? ''))
        set(live, dom, name, value, undefined, svg)
    }
  }
  if (moved || torn) {
    const active = (dom.getRootNode() as ShadowRoot).activeElement
    parent.insertBefore(dom, end)
    // What is moved loses the focus.
    if (active && dom.contains(active)) (active as HTMLElement).focus()
  }
}

/** As a property where there is one: numbers, truth and what was typed are no attributes. */
function set(live: Live, dom: Element, name: string, value: unknown, old: unknown, svg: boolean) {
  if (name === 'style') {
    const { style } = dom as HTMLElement
    for (const key in { ...(old as object), ...(value as object) })
      style.setProperty(key, String((value as Record<string, unknown> | undefined)?.[key] ?? ''))
  } else if (/^on[A-Z]/.test(name)) {
    if (live.heard.has(name)) return
    live.heard.add(name)
    dom.addEventListener(name.slice(2).toLowerCase(), (event) => {
      const handler = live.props[name]
      if (typeof handler === 'function') handler(event)
    })
  } else {
    const known = !svg && name in dom
    if (known) (dom as unknown as Props)[name] = value ?? ''
    if (value == null || (!known && value === false && name[4] !== '-')) dom.removeAttribute(name)
    else if (!known) dom.setAttribute(name, String(value))
  }
}

const first = (live: Live | null): Node | null =>
  live && (live.dom ?? live.kids.reduce<Node | null>((found, kid) => found ?? first(kid), null))

/** Takes it away; `top` is set for what has no parent that goes as well. */
function remove({ dom, kids, own, props }: Live, top: boolean) {
  own?.componentWillUnmount?.()
  if (typeof props.ref === 'function') props.ref(null)
  for (const kid of kids) if (kid) remove(kid, top && !dom)
  if (top) dom?.remove()
}
