// Every kind of field in every display, light and dark, with everything wrong that can be: nothing that axe finds.
import { everything, servePictures } from './everything.ts'
import { axeProblems } from './looks.ts'
import { expect, test } from './test.ts'

const modes = ['inline', 'popup', 'slide-in', 'floating', 'bar'] as const

const TITLE = 'Everything'
const fields = everything.pages.flatMap((page) =>
  page.fields.map((field) =>
    field.kind === 'statement' || field.kind === 'hidden' ? field : { ...field, required: true },
  ),
)

for (const mode of modes) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`every kind in ${mode}, ${colorScheme}, has nothing that axe finds`, async ({
      page,
      relay,
      owner,
      start,
    }) => {
      // All kinds at once take axe long, and a busy machine longer.
      test.slow()
      await servePictures(page)
      const form = await owner.makeForm({
        title: TITLE,
        definition: {
          pages: [{ id: 'p1', fields }],
          display: { mode, triggers: mode === 'floating' ? [] : [{ on: 'load' }] },
        },
      })
      const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
      await page.emulateMedia({ colorScheme })
      await page.goto(host.url)
      await page.addStyleTag({ content: ':root { color-scheme: light dark }' })
      if (mode === 'floating') await page.getByRole('button', { name: TITLE }).click()
      await page.getByRole('button', { name: 'Send' }).click()
      await expect(page.getByText('Please check your answers')).toBeVisible()
      await page.setViewportSize({ width: 1_280, height: 6_000 })
      // What is around the form is the page's own.
      expect(await axeProblems(page, '[data-fieldpost]')).toEqual([])
    })
  }
}
