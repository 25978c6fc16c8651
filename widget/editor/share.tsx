/** The Share tab: the tag to paste, and the form's own page. */
import type { Form } from '@fieldpost/shared/resources.ts'
import { useSignal } from '@preact/signals'
import { Code2, ExternalLink, Link, Rocket } from 'lucide'
import { paths } from './router.ts'
import { LinkButton } from './ui/button.tsx'
import { Segments } from './ui/choice.tsx'
import { Code, CopyButton } from './ui/copy.tsx'
import { Icon } from './ui/icon.tsx'

type Way = 'place' | 'single' | 'element'

const ways: readonly { value: Way; label: string }[] = [
  { value: 'place', label: 'Script and place' },
  { value: 'single', label: 'One tag' },
  { value: 'element', label: 'Custom element' },
]

const hints: Record<Way, string> = {
  place: 'The script once per page, best in its head; the div wherever the form should stand.',
  single: 'The form stands where the tag stands.',
  element: 'For frameworks that like elements better than attributes.',
}

export function ShareTab({ form }: { form: Form }) {
  const way = useSignal<Way>('place')
  const { origin } = location
  const page = `${origin}/f/${form.id}`
  const script = `${origin}/embed.js`
  const tags: Record<Way, string> = {
    place: `<script async src="${script}"></script>\n<div data-fieldpost="${form.id}"></div>`,
    single: `<script async src="${script}" data-form="${form.id}"></script>`,
    element: `<script async src="${script}"></script>\n<fieldpost-form form="${form.id}"></fieldpost-form>`,
  }
  return (
    <div class="stack-l">
      {form.version === null && (
        <div class="banner banner-warn">
          <Icon of={Rocket} />
          <div>
            <strong>This form is not published yet.</strong>
            <p>You can paste the tag already; visitors see the form as soon as you publish it.</p>
          </div>
          <LinkButton size="small" href={paths.build(form.id)}>
            Go to Build
          </LinkButton>
        </div>
      )}
      <section class="card card-form">
        <h2 class="row">
          <Icon of={Code2} size={20} />
          On your page
        </h2>
        <p class="soft">
          Paste this into the HTML of any page. It needs nothing else, and it never blocks the page.
        </p>
        <Segments
          label="How to embed it"
          hideLabel
          value={way.value}
          options={ways}
          onChange={(value) => {
            way.value = value
          }}
        />
        <Code text={tags[way.value]} label="the tag" />
        <p class="input-help">{hints[way.value]}</p>
        <details class="more-settings">
          <summary>Attributes that you can add</summary>
          <dl class="facts">
            <dt class="mono">data-prefill-NAME</dt>
            <dd>An answer to begin with, by the key of its field. Hidden fields are filled like this too.</dd>
            <dt class="mono">data-lang</dt>
            <dd>The language of the form’s own words, such as de. The page’s language otherwise.</dd>
            <dt class="mono">data-min-height</dt>
            <dd>Room to keep while the form loads, in pixels, so that nothing shifts.</dd>
          </dl>
        </details>
      </section>
      <section class="card card-form">
        <h2 class="row">
          <Icon of={Link} size={20} />
          As a page of its own
        </h2>
        <p class="soft">A link to send around. It works without JavaScript too.</p>
        <p class="share-link mono">{page}</p>
        <div class="row">
          <CopyButton text={page} label="the link" size="normal">
            Copy
          </CopyButton>
          {form.version !== null && (
            <LinkButton icon={ExternalLink} href={`/f/${form.id}`} target="_blank">
              Open it
            </LinkButton>
          )}
        </div>
      </section>
    </div>
  )
}
