// What the form is drawn with, beside the real Preact: the same trees, one after the other, must leave the same page.
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import fc from 'fast-check'
import { build } from 'vite'
import { expect, test } from './test.ts'

/** What can be drawn, as plain data. A property that is null is given as undefined. */
type Tree = null | boolean | string | number | Tree[] | Knot
interface Knot {
  /** An element's name, or one of the page's components. */
  is: string
  key?: string
  props?: Record<string, unknown>
  kids?: Tree[]
}

/** A drawing, and what the visitor or a component did before it. */
interface Step {
  tree: Tree
  act?: { what: 'type' | 'focus' | 'click' | 'check' | 'state'; at: number; text: string; from: number }
}

interface Engine {
  render(child: unknown, parent: Element | ShadowRoot): void
  jsx(type: unknown, props: object, key?: string): unknown
  Fragment: unknown
  Component: new (props: object) => { props: object; state: object; setState(part: object): void }
}

declare const own: Engine
declare const preact: Engine

const widget = fileURLToPath(new URL('../widget/', import.meta.url))
/** A module that is only code. */
const ENTRY = '\0entry'

/** Both, each as a script with one global of the engine's own name. */
let engines: Promise<string[]> | undefined
const bundles = () =>
  Promise.all([
    bundle('own', "export { Component, Fragment, jsx, render } from './form/dom.ts'"),
    bundle('preact', "export * from 'preact'; export { jsx } from 'preact/jsx-runtime'"),
  ])

async function bundle(name: string, code: string): Promise<string> {
  const built = await build({
    root: widget,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    plugins: [
      {
        name: 'entry',
        enforce: 'pre',
        resolveId: (id, importer) =>
          id.endsWith('/entry') ? ENTRY : importer === ENTRY && id[0] === '.' ? `${widget}${id}` : undefined,
        load: (id) => (id === ENTRY ? code : undefined),
      },
    ],
    build: { write: false, lib: { entry: `${widget}entry`, formats: ['iife'], name } },
  })
  const [bundled] = [built].flat()
  if (!bundled || !('output' in bundled)) throw new Error(`Vite bundled nothing for ${name}`)
  return bundled.output[0].code
}

async function open(page: Page) {
  await page.setContent('<!doctype html><div id="stage"></div>')
  engines ??= bundles()
  for (const content of await engines) await page.addScriptTag({ content })
}

/** Runs in the page: what an engine makes of each step, and of `null` at the end. */
async function play([name, sequences]: readonly ['own' | 'preact', string]): Promise<string[][]> {
  const { render, jsx, Fragment, Component } = name === 'own' ? own : preact
  const stage = document.querySelector('#stage') as HTMLElement
  const told: string[] = []
  const refs = new Map<string, (node: Element | null) => void>()
  const counters = new Map<string, Counter>()

  interface CounterProps {
    name: string
    children: unknown
  }
  class Counter extends Component {
    declare props: CounterProps
    override state = { count: 0 }
    componentDidMount() {
      counters.set(this.props.name, this)
      // What is in it is there by now.
      told.push(`mount ${this.props.name} ${stage.querySelectorAll(`[data-of="${this.props.name}"]`).length}`)
    }
    componentDidUpdate() {
      told.push(`update ${this.props.name} ${this.state.count}`)
    }
    componentWillUnmount() {
      counters.delete(this.props.name)
      told.push(`unmount ${this.props.name}`)
    }
    render() {
      return jsx('section', {
        'data-of': this.props.name,
        'data-count': this.state.count,
        children: this.props.children,
      })
    }
  }
  const Plain = ({ children }: { children: unknown }) => jsx('article', { children })
  const Bare = ({ children }: { children: unknown }) => children
  const None = () => null
  const Radios = ({ chosen, of }: { chosen: number; of: string }) =>
    jsx('div', {
      children: [0, 1, 2].map((n) =>
        jsx('input', { type: 'radio', name: of, value: n, checked: n === chosen }, String(n)),
      ),
    })
  const components: Record<string, unknown> = { Counter, Plain, Bare, None, Radios, Fragment }

  function made(tree: Tree, path: string): unknown {
    if (Array.isArray(tree)) return tree.map((kid, place) => made(kid, `${path}.${place}`))
    if (tree === null || typeof tree !== 'object') return tree
    const { is, key, kids = [] } = tree
    const at = key === undefined ? path : `${path.replace(/\.\d+$/, '')}:${key}`
    const props: Record<string, unknown> = {}
    for (const [name, value] of Object.entries(tree.props ?? {})) {
      if (/^on/.test(name))
        props[name] = value === null ? undefined : () => told.push(`${name} ${value} at ${at}`)
      else props[name] = value === null ? undefined : value
    }
    if (!components[is]) {
      if (!refs.has(at)) refs.set(at, (node) => told.push(`ref ${at} ${node?.localName}`))
      props.ref = refs.get(at)
    }
    if (is === 'Counter') props.name = at
    if (is === 'Radios') props.of = at
    const children = kids.map((kid, place) => made(kid, `${at}.${place}`))
    if (children.length > 0) props.children = children.length === 1 ? children[0] : children
    return jsx(components[is] ?? is, props, key)
  }

  const all = () => [...stage.querySelectorAll('*')]
  // By the property: an input that was of another type has an empty attribute in Preact.
  const inputs = () =>
    [...stage.querySelectorAll<HTMLInputElement>('input,textarea')].filter(({ type }) => /^text/.test(type))
  const one = <Thing>(list: readonly Thing[], at: number) => list[at % (list.length || 1)]

  async function act({ what, at, text, from }: NonNullable<Step['act']>) {
    if (what === 'click') one(all(), at)?.dispatchEvent(new MouseEvent('click', { bubbles: true }))
    const input = one(inputs(), at)
    if (what === 'focus' && input) {
      input.focus()
      input.setSelectionRange(Math.min(from, input.value.length), input.value.length)
    }
    if (what === 'type' && input) input.value = text
    const box = one([...stage.querySelectorAll<HTMLInputElement>('[type=checkbox],[type=radio]')], at)
    if (what === 'check' && box) box.checked = !box.checked
    const counter = one([...counters.keys()].sort(), at)
    if (what === 'state' && counter) counters.get(counter)?.setState({ count: from })
    // A change of state is drawn in a microtask.
    await null
    await null
  }

  /** As HTML, but each text by itself, attributes in the order of their names, and none that is empty. */
  function drawn(node: Node): string {
    if (!(node instanceof Element)) return JSON.stringify(node.textContent)
    const { localName, namespaceURI, attributes, childNodes } = node
    const names = [...attributes]
      .filter(({ value }) => value)
      .map(({ name, value }) => {
        // In the order in which they came.
        const list = name === 'style' ? value.split(/; ?/).sort().join(' ') : value
        return ` ${name}=${JSON.stringify(list)}`
      })
    const of = namespaceURI?.endsWith('svg') ? 'svg:' : ''
    return `<${of}${localName}${names.sort().join('')}>${[...childNodes].map(drawn).join('')}</>`
  }

  const known = new Map<Node, number>()
  function look(what?: string): string {
    // What goes from within what stays, goes from the last to the first; what a state tells is all drawn anew.
    const gone = (line: string) => /^unmount|undefined$/.test(line)
    const lines = told.splice(0).filter((line) => what !== 'state' || !line.startsWith('update'))
    const lives = lines.filter((line) => !gone(line) && !line.startsWith('ref'))
    const refs = lines.filter((line) => !gone(line) && line.startsWith('ref'))
    const ends = what === 'end' ? lines.filter(gone) : lines.filter(gone).sort()
    for (const element of all()) if (!known.has(element)) known.set(element, known.size)
    const live = all().map((element) => {
      const { value, checked, indeterminate, selectedIndex, min, max } = element as HTMLInputElement &
        HTMLSelectElement
      return [known.get(element), value, checked, indeterminate, selectedIndex, min, max].join()
    })
    const active = stage.contains(document.activeElement)
      ? (document.activeElement as HTMLInputElement)
      : null
    const focus = active && `${known.get(active)} ${active.selectionStart} ${active.selectionEnd}`
    return [drawn(stage), ...live, `focus ${focus}`, ...lives, ...refs, ...ends].join('\n')
  }

  const results: string[][] = []
  for (const sequence of JSON.parse(sequences) as Step[][]) {
    const seen: string[] = []
    known.clear()
    for (const step of sequence) {
      if (step.act) {
        await act(step.act)
        seen.push(look(step.act.what))
      }
      render(made(step.tree, ''), stage)
      seen.push(look())
    }
    render(null, stage)
    seen.push(look('end'))
    refs.clear()
    results.push(seen)
  }
  return results
}

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null })
const word = fc.constantFrom('', 'a', 'bc', 'Zürich', '<b>', '0')
const flag = maybe(fc.boolean())
const handler = maybe(fc.constantFrom(1, 2))
/** A property may be given, given as undefined, or not at all. */
const some = (properties: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(properties, { requiredKeys: [] })

const attributes = some({
  class: maybe(word),
  id: fc.constantFrom('x', 'y'),
  title: word,
  lang: fc.constantFrom('de', 'en'),
  hidden: fc.boolean(),
  part: fc.constantFrom('label', 'input button'),
  role: maybe(fc.constantFrom('status', 'group')),
  tabIndex: maybe(fc.constantFrom(-1, 0)),
  'aria-label': maybe(word),
  'aria-hidden': flag,
  'aria-invalid': maybe(fc.constant('true')),
  'data-n': maybe(fc.constantFrom(0, 1, 'two')),
  'data-b': flag,
  style: maybe(
    some({ '--at': word, color: fc.constantFrom('red', 'blue'), 'margin-top': fc.constant('1px') }),
  ),
  onClick: handler,
  onFocus: handler,
  onInput: handler,
})
const optionsOf = fc
  .uniqueArray(fc.constantFrom('r', 's', 't', 'u'))
  .map((keys) => keys.map((key): Knot => ({ is: 'option', key, props: { value: key }, kids: [key] })))

/** By key: what is mostly drawn under it. Now and then it is something else, under the same key. */
const shapes = (inner: fc.Arbitrary<Tree[]>): Record<string, fc.Arbitrary<Knot>> => ({
  // Nothing that has the focus is hidden: whether it keeps it then depends on whether it is moved.
  a: fc.record({
    is: fc.constantFrom('p', 'div'),
    props: attributes.map(({ hidden: _, ...props }) => props),
    kids: inner,
  }),
  b: fc.record({
    is: fc.constant('input'),
    props: some({ value: word, placeholder: word, onInput: handler }),
  }),
  c: fc.record({ is: fc.constant('Counter'), kids: inner }),
  d: fc.record({ is: fc.constantFrom('Fragment', 'Bare'), kids: inner }),
  e: fc.record({ is: fc.constantFrom('Plain', 'None'), kids: inner }),
  f: fc.record({
    is: fc.constant('svg'),
    props: some({
      viewBox: fc.constant('0 0 9 9'),
      class: word,
      'aria-hidden': fc.boolean(),
      onClick: handler,
    }),
    kids: fc.tuple(
      ...['path', 'circle'].map((is) =>
        fc.option(
          some({ d: word, r: fc.nat(9), class: word }).map((props): Knot => ({ is, props })),
          { nil: false },
        ),
      ),
    ),
  }),
  g: fc.record({
    is: fc.constant('select'),
    props: fc.record({ value: fc.constantFrom('r', 's', 'none') }),
    kids: optionsOf.map((list) => [list]),
  }),
  h: fc
    .shuffledSubarray(['min', 'max', 'step', 'value'])
    .filter((names) => names.includes('value'))
    .map(
      (names): Knot => ({
        is: 'input',
        props: Object.fromEntries([
          ['type', 'range'],
          ...names.map((name) => [name, { min: -500, max: 900, step: 50, value: 450 }[name]]),
        ]),
      }),
    ),
  i: fc.record({
    is: fc.constant('input'),
    props: some({ checked: fc.boolean(), disabled: fc.boolean(), required: fc.boolean() }).map((props) => ({
      type: 'checkbox',
      ...props,
    })),
  }),
  j: fc.record({ is: fc.constant('Radios'), props: fc.record({ chosen: fc.constantFrom(0, 1, 2, 3) }) }),
  k: fc.record({ is: fc.constant('textarea'), props: some({ value: word, placeholder: word }) }),
  l: fc.record({
    is: fc.constant('progress'),
    props: some({ value: maybe(fc.constantFrom(0.5, 1)) }).map((props) => ({ max: 2, ...props })),
  }),
})

const keyed = (inner: fc.Arbitrary<Tree[]>): fc.Arbitrary<Tree[]> => {
  const all = shapes(inner)
  const entries = Object.entries(all)
  const usual = fc.oneof(...entries.map(([key, shape]) => shape.map((knot) => ({ ...knot, key }))))
  // Of inputs, none turns into one of another type: what its value is then is each browser's own.
  const others = entries.filter(([key]) => !'bhi'.includes(key)).map(([, shape]) => shape)
  const keys = fc.constantFrom(...Object.keys(all))
  const changed = fc.tuple(keys, fc.oneof(...others)).map(([key, knot]) => ({ ...knot, key }))
  return fc.uniqueArray(fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: changed }), {
    selector: ({ key }) => key,
    maxLength: 7,
    size: 'max',
  })
}

/** As JSX is written: each place has its own meaning, and only lists have keys. */
const places = (list: fc.Arbitrary<Tree[]>): fc.Arbitrary<Tree[]> =>
  fc.tuple(
    fc.constantFrom(null, false, true, '', 'words', 7, 0),
    fc.option(
      attributes.map((props): Knot => ({ is: 'span', props, kids: ['here'] })),
      { nil: false },
    ),
    list,
    maybe(fc.constantFrom('after', 'wards')),
  )

const written = places(keyed(places(keyed(fc.constant<Tree[]>(['leaf']))))).map(
  (kids): Tree => ({ is: 'Fragment', kids }),
)

/** Anything in any order, with keys or without. */
const { anything } = fc.letrec<{ anything: Tree }>((tie) => ({
  anything: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false, '', 'a', 'b', 0, 12),
    fc.array(tie('anything'), { maxLength: 5 }),
    fc.record(
      {
        is: fc.constantFrom('p', 'b', 'Fragment', 'Plain', 'Bare', 'None', 'svg'),
        key: fc.constantFrom('a', 'b', 'c', 'd'),
        props: some({ class: maybe(word), 'data-b': flag, title: word }),
        kids: fc.array(tie('anything'), { maxLength: 5 }),
      },
      { requiredKeys: ['is'] },
    ),
  ),
}))

const acts = fc.record({
  what: fc.constantFrom('type', 'focus', 'click', 'check', 'state'),
  at: fc.nat(20),
  text: word,
  from: fc.nat(3),
}) satisfies fc.Arbitrary<Step['act']>

const RENDERS = 6
const SEED = 20_261_121

const sequence = (tree: fc.Arbitrary<Tree>, act?: fc.Arbitrary<Step['act']>) =>
  fc.array(act ? fc.record({ tree, act }, { requiredKeys: ['tree'] }) : fc.record({ tree }), {
    minLength: RENDERS,
    maxLength: RENDERS,
  }) as fc.Arbitrary<Step[]>

/** Draws as many sequences with both; of those that differ, the shortest one says where. */
async function compare(page: Page, steps: fc.Arbitrary<Step[]>, runs: number, of = (seen: string) => seen) {
  await open(page)
  const all = fc.sample(steps, { numRuns: runs, seed: SEED })
  const draw = (name: 'own' | 'preact') => page.evaluate(play, [name, JSON.stringify(all)] as const)
  const [ours, theirs] = [await draw('own'), await draw('preact')]
  const differences = all.flatMap((sequence, at) => {
    const is = (ours[at] ?? []).map(of)
    const should = (theirs[at] ?? []).map(of)
    const place = should.findIndex((seen, place) => seen !== is[place])
    return place < 0
      ? []
      : [{ said: JSON.stringify(sequence), is: is.slice(0, place + 1), should: should.slice(0, place + 1) }]
  })
  expect(theirs).toHaveLength(runs)
  const shortest = differences.sort((a, b) => a.said.length - b.said.length)[0]
  expect(shortest?.is, `${differences.length} differ, such as ${shortest?.said}`).toEqual(shortest?.should)
}

// Thousands of drawings, after each of which the page reads all of itself.
test.setTimeout(180_000)

test('what is written as JSX is drawn as Preact draws it, and what is kept there is kept here', async ({
  page,
}) => {
  await compare(page, sequence(written, acts), 2_000)
})

test('children without keys or with the same ones twice look as Preact draws them', async ({ page }) => {
  await compare(page, sequence(anything), 2_000, (seen) => seen.split('\n')[0] ?? '')
})

// Drawn with `own` alone: what others do to the page, and errors, are no matter of likeness.
test.describe('on a stranger’s page', () => {
  test.beforeEach(({ page }) => open(page))

  test('a node that others put beside an input moves neither it nor its focus', async ({ page }) => {
    const moved = await page.evaluate(async () => {
      const { jsx, render } = own
      const stage = document.querySelector('#stage') as HTMLElement
      const draw = (wrong: boolean) =>
        render(
          jsx('div', { children: [jsx('input', { value: 'a' }), wrong && jsx('p', { children: 'wrong' })] }),
          stage,
        )
      draw(false)
      const input = stage.querySelector('input') as HTMLInputElement
      input.focus()
      input.after(document.createElement('other-node'))
      const records: MutationRecord[] = []
      const observer = new MutationObserver((list) => records.push(...list))
      observer.observe(stage, { childList: true, subtree: true })
      draw(true)
      draw(false)
      records.push(...observer.takeRecords())
      const nodes = records.flatMap(({ addedNodes, removedNodes }) => [...addedNodes, ...removedNodes])
      return { nodes: nodes.map((node) => node.nodeName), focused: document.activeElement === input }
    })
    expect(moved).toEqual({ nodes: ['P', 'P'], focused: true })
  })

  test('words that a translation took the place of are not drawn a second time', async ({ page }) => {
    const text = await page.evaluate(() => {
      const { jsx, render } = own
      const stage = document.querySelector('#stage') as HTMLElement
      const draw = (step: number) =>
        render(
          jsx('div', { children: ['Name', step === 1 && jsx('b', { children: ' Error' }), ' and', ' more'] }),
          stage,
        )
      draw(0)
      for (const node of [...(stage.firstChild?.childNodes ?? [])]) {
        const font = document.createElement('font')
        font.textContent = 'Nom'
        if (node.textContent !== ' more') node.parentNode?.replaceChild(font, node)
      }
      draw(1)
      const shown = stage.textContent
      draw(0)
      return [shown, stage.textContent]
    })
    expect(text).toEqual(['NomNom Error more', 'NomNom more'])
  })

  test('methods that a page gives to every node are not taken for handlers', async ({ page }) => {
    const clicks = await page.evaluate(() => {
      Object.assign(Node.prototype, { on: () => {}, handlers: {}, heard: new Set(['onClick']) })
      const { jsx, render } = own
      const stage = document.querySelector('#stage') as HTMLElement
      const told: string[] = []
      render(
        jsx('div', { children: ['a', 'b'].map((id) => jsx('i', { id, onClick: () => told.push(id) }, id)) }),
        stage,
      )
      for (const node of stage.querySelectorAll<HTMLElement>('i')) node.click()
      return told
    })
    expect(clicks).toEqual(['a', 'b'])
  })

  test('a page’s own properties of every object are none of an element', async ({ page }) => {
    const html = await page.evaluate(() => {
      Object.assign(Object.prototype, { extra: 'x' })
      const { jsx, render } = own
      const stage = document.querySelector('#stage') as HTMLElement
      render(jsx('p', { style: { '--at': 1 }, children: 'a' }), stage)
      return stage.innerHTML
    })
    expect(html).toBe('<p style="--at: 1;">a</p>')
  })

  test('after an error in a drawing, the next one draws all, keeps nodes and leaves none double', async ({
    page,
  }) => {
    const seen = await page.evaluate(() => {
      const { jsx, render } = own
      const stage = document.querySelector('#stage') as HTMLElement
      const errors: unknown[] = []
      const Bad = ({ bad }: { bad: boolean }) => {
        if (bad) throw new Error('bad')
        return [jsx('i', { children: 'good' }), jsx('s', { children: 'too' })]
      }
      const draw = (keys: string, bad = false) => {
        try {
          const list = [...keys].map((key) =>
            jsx('div', { id: key, children: [jsx('input', {}), key === 'b' && jsx(Bad, { bad })] }, key),
          )
          render([jsx('h1', { children: keys }), list, jsx('hr', {})], stage)
        } catch (error) {
          errors.push(error)
        }
      }
      draw('abc')
      const kept = stage.querySelector('#a')
      draw('cdba', true)
      draw('cdba')
      const order = [...stage.querySelectorAll('div')].map((div) => div.id).join('')
      const same = stage.querySelector('#a') === kept
      const { textContent, childElementCount } = stage
      render(null, stage)
      return { order, same, textContent, childElementCount, errors: errors.length, left: stage.innerHTML }
    })
    const after = { order: 'cdba', same: true, textContent: 'cdbagoodtoo', childElementCount: 6 }
    expect(seen).toEqual({ ...after, errors: 1, left: '' })
  })

  test('what is drawn from within a drawing is drawn after it', async ({ page }) => {
    const seen = await page.evaluate(() => {
      const { jsx, render } = own
      const stage = document.querySelector('#stage') as HTMLElement
      const told: string[] = []
      const draw = (words: string) => {
        render(
          [
            words !== 'gone' && jsx('input', { ref: (node: Element | null) => !node && draw('last') }),
            jsx('p', { ref: (node: Element | null) => node && told.push(words), children: words }),
          ],
          stage,
        )
      }
      draw('first')
      draw('gone')
      return { told, words: stage.textContent, inputs: stage.querySelectorAll('input').length }
    })
    expect(seen.words).toBe('last')
    expect(seen.inputs).toBe(1)
  })

  test('a component is told that it is there after the refs in it', async ({ page }) => {
    const told = await page.evaluate(() => {
      const { Component, jsx, render } = own
      const stage = document.querySelector('#stage') as HTMLElement
      const told: string[] = []
      class Pad extends Component {
        canvas: Element | null = null
        componentDidMount() {
          told.push(`with ${this.canvas?.localName}`)
        }
        componentWillUnmount() {
          told.push(`without ${this.canvas?.localName}`)
        }
        render() {
          const ref = (canvas: Element | null) => {
            this.canvas = canvas
          }
          return jsx('p', { children: jsx('canvas', { ref }) })
        }
      }
      render(jsx('div', { children: jsx(Pad, {}) }), stage)
      render(null, stage)
      return told
    })
    expect(told).toEqual(['with canvas', 'without canvas'])
  })

  test('a state that is set once its component is gone changes nothing', async ({ page }) => {
    const html = await page.evaluate(async () => {
      const { Component, jsx, render } = own
      const stage = document.querySelector('#stage') as HTMLElement
      let late: { setState(part: object): void } | undefined
      class Late extends Component {
        componentDidMount() {
          late = this
        }
        render() {
          return jsx('p', { children: 'here' })
        }
      }
      render(jsx(Late, {}), stage)
      const before = stage.innerHTML
      render(null, stage)
      late?.setState({ told: true })
      await null
      await null
      return [before, stage.innerHTML]
    })
    expect(html).toEqual(['<p>here</p>', ''])
  })

  test('a word is composed to its end, whatever is drawn meanwhile', async ({ page }) => {
    await page.evaluate(() => {
      const { jsx, render } = own
      const stage = document.querySelector('#stage') as HTMLElement
      const draw = (value: string) =>
        render(
          [
            value.length % 2 === 1 && jsx('p', { children: 'odd' }, 'p'),
            jsx('input', {
              value,
              onInput: (event: { currentTarget: HTMLInputElement }) => draw(event.currentTarget.value),
            }),
            value.length % 2 === 0 && jsx('p', { children: 'even' }),
          ],
          stage,
        )
      draw('')
      const input = stage.querySelector('input') as HTMLInputElement
      input.focus()
      for (const type of ['compositionstart', 'compositionend'])
        input.addEventListener(type, () => document.body.append(` ${type}`))
    })
    const session = await page.context().newCDPSession(page)
    for (const text of ['n', 'に', 'にh', 'にほ', 'にほn', 'にほん'])
      await session.send('Input.imeSetComposition', {
        text,
        selectionStart: text.length,
        selectionEnd: text.length,
      })
    await session.send('Input.insertText', { text: '日本' })
    await expect(page.locator('input')).toHaveValue('日本')
    await expect(page.locator('body')).toHaveText('even compositionstart compositionend')
  })
})
