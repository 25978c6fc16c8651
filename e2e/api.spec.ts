// What a page's own scripts can do: window.Fieldpost, its queue, attributes, and events.
import type { Page } from '@playwright/test'
import type { FieldInput } from './owner.ts'
import { expect, test } from './test.ts'
import { ada, fillIn, send } from './visitor.ts'

interface Api {
  mount(element: Element, asked: Record<string, unknown>): { destroy(): void }
  on(event: string, listener: (detail: Record<string, unknown>) => void): () => void
  q: { push(...calls: unknown[][]): void }
}
type ApiWindow = Window & { Fieldpost: Api; heard: unknown[]; handle: { destroy(): void } }

const fields: FieldInput[] = [
  { id: 'f1', name: 'name', kind: 'text', label: 'Name', required: true },
  { id: 'f2', name: 'email', kind: 'email', label: 'Email', required: true },
  { id: 'f3', name: 'source', kind: 'hidden', label: 'Source' },
]

const page_ = (relay: string, body: string) => `<!doctype html>
<html lang="en"><title>A shop with scripts</title>
<body>${body}<script async src="${relay}/embed.js"></script></body></html>`

const heard = (page: Page) => page.evaluate(() => (window as unknown as ApiWindow).heard)

test('calls that were queued before the script came are made, with prefill and hidden values', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await owner.makeForm({ fields })
  const host = await start.page(
    page_(
      relay.publicUrl,
      `<div id="here"></div><script>
        window.heard = []
        window.Fieldpost = { q: [] }
        Fieldpost.q.push(['on', 'submit', (detail) => heard.push(detail)])
        Fieldpost.q.push(['mount', document.getElementById('here'), {
          form: '${form.id}', prefill: { name: 'Ada Lovelace' }, hidden: { source: 'spring mail' },
        }])
      </script>`,
    ),
  )
  await page.goto(host.url)
  await expect(page.getByLabel('Name')).toHaveValue('Ada Lovelace')
  await page.getByLabel('Email').fill(ada.email)
  await send(page)
  const [submission] = await owner.submissions(form.id)
  expect(submission?.answers).toEqual({ ...ada, source: 'spring mail' })
  expect(await heard(page)).toEqual([expect.objectContaining({ form: form.id })])
})

test('a form that is mounted by a call is destroyed by its handle, and its events stop with off()', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await owner.makeForm({ fields })
  const host = await start.page(page_(relay.publicUrl, '<div id="here"></div>'))
  await page.goto(host.url)
  await page.waitForFunction(() => 'Fieldpost' in window)
  await page.evaluate((id) => {
    const shop = window as unknown as ApiWindow
    const here = document.getElementById('here')
    if (!here) throw new Error('no place')
    shop.heard = []
    const off = shop.Fieldpost.on('start', ({ form }) => {
      shop.heard.push(form)
      off()
    })
    shop.handle = shop.Fieldpost.mount(here, { form: id })
  }, form.id)
  await fillIn(page)
  expect(await heard(page)).toEqual([form.id])
  await page.evaluate(() => (window as unknown as ApiWindow).handle.destroy())
  await expect(page.getByLabel('Name')).toHaveCount(0)
})

test('attributes prefill, and events bubble from the place with what was answered', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await owner.makeForm({ fields })
  const host = await start.page(
    page_(
      relay.publicUrl,
      `<script>
        window.heard = []
        for (const event of ['ready', 'view', 'start', 'error', 'submit']) {
          document.addEventListener('fieldpost:' + event, ({ target, detail }) =>
            heard.push([event, target.dataset.fieldpost, detail]))
        }
      </script>
      <div data-fieldpost="${form.id}" data-prefill-name="Ada Lovelace" data-prefill-source="banner"></div>`,
    ),
  )
  await page.goto(host.url)
  await expect(page.getByLabel('Name')).toHaveValue('Ada Lovelace')
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByLabel('Email').fill(ada.email)
  await send(page)
  const [submission] = await owner.submissions(form.id)
  expect(submission?.answers).toEqual({ ...ada, source: 'banner' })
  const events = (await heard(page)) as [string, string, Record<string, unknown>][]
  expect(events.map(([event]) => event)).toEqual(['ready', 'view', 'start', 'error', 'submit'])
  expect(events.every(([, place, detail]) => place === form.id && detail.form === form.id)).toBe(true)
  expect(events.at(-1)?.[2]).toMatchObject({ answers: ada })
  expect(Object.values(events.at(-1)?.[2] ?? {})).toContain(submission?.id)
})

test('the script of a form far down the page is loaded when it comes near', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await owner.makeForm({ fields })
  const host = await start.page(
    page_(relay.publicUrl, `<div style="height: 4000px"></div><div data-fieldpost="${form.id}"></div>`),
  )
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await page.goto(host.url)
  await page.waitForFunction(() => 'Fieldpost' in window)
  // What is near is known after a frame.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  expect(asked.filter((path) => path.startsWith('/assets/form-'))).toEqual([])
  await page.mouse.wheel(0, 3_200)
  await expect(page.getByLabel('Name')).toHaveCount(1)
})

test('where data-min-height keeps room, the page does not shift when the form comes', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await owner.makeForm({ fields })
  const host = await start.page(
    page_(
      relay.publicUrl,
      `<div data-fieldpost="${form.id}" data-min-height="500"></div><p>After the form.</p>`,
    ),
  )
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  await page.route(`**/v1/forms/${form.id}?*`, async (route) => {
    await released
    await route.continue()
  })
  await page.goto(host.url)
  const place = page.locator('[data-fieldpost]')
  await expect.poll(async () => (await place.boundingBox())?.height).toBe(500)
  const after = page.getByText('After the form.')
  const before = await after.boundingBox()
  release()
  await expect(page.getByLabel('Name')).toBeVisible()
  expect(await after.boundingBox()).toEqual(before)
})

test('a place that keeps room for a form is not kept waiting for what the form says; another may be a popup', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await owner.makeForm({ fields })
  for (const [room, early] of [
    ['style="min-height: 300px"', true],
    ['data-min-height="300"', true],
    ['data-mode="inline"', true],
    ['', false],
  ] as const) {
    const host = await start.page(page_(relay.publicUrl, `<div data-fieldpost="${form.id}" ${room}></div>`))
    const { promise: released, resolve: release } = Promise.withResolvers<void>()
    const asked: string[] = []
    const hear = (request: { url(): string }) => asked.push(new URL(request.url()).pathname)
    page.on('request', hear)
    await page.route(`**/v1/forms/${form.id}?*`, async (route) => {
      await released
      await route.continue()
    })
    await page.goto(host.url, { waitUntil: 'commit' })
    await page.waitForFunction(() => document.querySelector('[data-fieldpost]')?.shadowRoot)
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
    expect(
      asked.some((path) => path.startsWith('/assets/form-')),
      room,
    ).toBe(early)
    release()
    await expect(page.getByLabel('Name')).toBeVisible()
    page.off('request', hear)
    await page.unroute(`**/v1/forms/${form.id}?*`)
  }
})

test('a form speaks the language that its place asks for, or that of the page around it', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await owner.makeForm({
    definition: {
      pages: [{ id: 'p1', fields: [{ id: 'f1', name: 'name', kind: 'text', label: 'Name' }] }],
      translations: { de: { 'fields.f1.label': 'Ihr Vorname' } },
    },
  })
  const host = await start.page(
    page_(
      relay.publicUrl,
      `<div id="a" data-fieldpost="${form.id}" data-lang="de"></div>
      <section lang="de-AT"><div id="b" data-fieldpost="${form.id}"></div></section>
      <div id="c" data-fieldpost="${form.id}"></div>`,
    ),
  )
  await page.goto(host.url)
  for (const [place, label, send] of [
    ['#a', 'Ihr Vorname', 'Absenden'],
    ['#b', 'Ihr Vorname', 'Absenden'],
    ['#c', 'Name', 'Send'],
  ] as const) {
    await expect(page.locator(place).getByLabel(label)).toBeVisible()
    await expect(page.locator(place).getByRole('button', { name: send })).toBeVisible()
  }
})
