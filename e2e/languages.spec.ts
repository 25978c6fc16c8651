// Forms in other languages than the page's: their words, what is loaded for them, and which way they run.
import type { DefinitionInput } from '@fieldpost/shared/form.ts'
import { expect, test } from './test.ts'

const definition: DefinitionInput = {
  settings: { language: 'ar' },
  pages: [
    {
      id: 'p1',
      fields: [
        { id: 'f1', name: 'name', kind: 'text', label: 'الاسم', required: true },
        { id: 'f2', name: 'amount', kind: 'number', label: 'المبلغ', unit: '°C' },
        { id: 'f3', name: 'heat', kind: 'slider', label: 'الحرارة', min: -10, unit: '°C' },
      ],
    },
  ],
}

test('a form in Arabic runs from right to left on an English page, and loads its own words alone', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const words: string[] = []
  page.on('request', (request) => words.push(...(/\/words-\w+/.exec(request.url()) ?? [])))
  const form = await owner.makeForm({ definition })
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  await page.goto(host.url)

  const label = page.getByText('الاسم', { exact: true })
  const input = page.getByLabel('الاسم', { exact: true })
  await page.getByRole('button', { name: 'إرسال' }).click()
  await expect(page.getByText('هذه الإجابة مطلوبة.', { exact: true })).toBeVisible()
  const [text, box] = [await label.boundingBox(), await input.boundingBox()]
  if (!text || !box) throw new Error('The form is not on the page.')
  expect(text.x + text.width, 'the label begins at the right').toBeCloseTo(box.x + box.width, 0)
  expect(text.x - box.x).toBeGreaterThan(text.width)
  expect(words).toEqual(['/words-ar'])

  // What has a minus or a unit of Latin letters is written as it would be anywhere.
  const direction = (part: string) =>
    page.locator(part).evaluate((node) => {
      const { direction, unicodeBidi } = getComputedStyle(node)
      return { direction, unicodeBidi }
    })
  expect((await direction('#i-f2')).direction).toBe('ltr')
  expect((await direction('output')).unicodeBidi).toBe('plaintext')

  await input.fill('ليلى')
  await page.getByRole('button', { name: 'إرسال' }).click()
  await expect(page.getByRole('status').getByRole('heading')).toBeFocused()
  expect((await owner.submissions(form.id)).map(({ answers }) => answers)).toEqual([{ name: 'ليلى' }])
})

test('a form whose words do not come speaks English, and is sent', async ({ page, relay, owner, start }) => {
  await page.route('**/words-*', (route) => route.abort())
  const form = await owner.makeForm({ definition })
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  await page.goto(host.url)
  await page.getByLabel('الاسم', { exact: true }).fill('ليلى')
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByRole('heading', { name: 'Sent' })).toBeFocused()
  expect((await owner.submissions(form.id)).map(({ answers }) => answers)).toEqual([{ name: 'ليلى' }])
})
