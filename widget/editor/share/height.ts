/** How much room a form needs, measured by drawing it where nobody sees it. */
import type { PublishedForm } from '@fieldpost/shared/form.ts'
import { mountForm } from '../../form/mount.tsx'

/** The form's own greatest width: what it has on a desktop page, in CSS pixels. */
const WIDTH = '40rem'

/** More than this need not be kept: what is below it is out of sight, and short thanks would stand in a void. */
const MOST = 800

/** The room to keep for a form's first step, in CSS pixels. */
export async function heightOf(form: PublishedForm, signal: AbortSignal): Promise<number> {
  const host = document.createElement('div')
  host.inert = true
  for (const [name, value] of [
    ['position', 'absolute'],
    ['visibility', 'hidden'],
    ['inset-block-start', '0'],
    ['inline-size', WIDTH],
  ] as const)
    host.style.setProperty(name, value)
  document.body.append(host)
  const handle = mountForm(host, { form, send: async () => ({ outcome: 'accepted', id: 'measure' }) })
  signal.addEventListener('abort', () => host.remove())
  // Resolves once every kind that the form has is drawn; no field has this id.
  await handle.show('')
  const height = Math.min(MOST, Math.ceil(host.getBoundingClientRect().height))
  handle.destroy()
  host.remove()
  return height
}
