/** The Share tab: the tag to paste, and the form's own page. */

import { fieldsOf } from '@fieldpost/shared/pages.ts'
import type { Form } from '@fieldpost/shared/resources.ts'
import { useSignal } from '@preact/signals'
import { Code2, ExternalLink, Link, Rocket } from 'lucide'
import { useEffect } from 'preact/hooks'
import { nameOf } from '../build/builder.ts'
import { publishedOf } from '../build/published.ts'
import { paths } from '../router.ts'
import { LinkButton } from '../ui/button.tsx'
import { Segments } from '../ui/choice.tsx'
import { Code, CopyButton } from '../ui/copy.tsx'
import { Icon } from '../ui/icon.tsx'
import { heightOf } from './height.ts'
import { elementTag, leftOut, placeTag, plainForm, singleTag, type Tagged } from './tags.ts'

type Way = 'place' | 'single' | 'element' | 'plain'

const ways: readonly { value: Way; label: string }[] = [
  { value: 'place', label: 'Script and place' },
  { value: 'single', label: 'One tag' },
  { value: 'element', label: 'Custom element' },
  { value: 'plain', label: 'Plain HTML' },
]

const hints: Record<Way, string> = {
  place: 'The script once per page, best in its head; the div wherever the form should stand.',
  single: 'The form stands where the tag stands.',
  element: 'For frameworks that like elements better than attributes.',
  plain:
    'Inputs of your own, with no script of ours: the names are what counts. Rules do not show or hide here.',
}

export function ShareTab({ form }: { form: Form }) {
  const way = useSignal<Way>('place')
  const { origin } = location
  const page = `${origin}/f/${form.id}`
  const { definition, title, id } = form
  const minHeight = useHeight(form)
  const tagged: Tagged = { origin, id, title, minHeight, over: definition.display.mode !== 'inline' }
  const fields = fieldsOf(definition)
  const missing = way.value === 'plain' ? leftOut(fields) : []
  const tags: Record<Way, string> = {
    place: placeTag(tagged),
    single: singleTag(tagged),
    element: elementTag(tagged),
    plain: plainForm(tagged, fields, definition.settings.submitLabel || 'Send'),
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
        <p class="input-help">
          {hints[way.value]}
          {missing.length > 0 &&
            ` Not in it, because HTML has no such input: ${missing.map(nameOf).join(', ')}.`}
        </p>
        {way.value === 'place' && minHeight > 0 && (
          <p class="input-help">
            The height keeps the room that the form will take, so that nothing on your page moves. Where a
            policy forbids style attributes, put it into your style sheet.
          </p>
        )}
        <details class="more-settings">
          <summary>Attributes that you can add</summary>
          <dl class="facts">
            <dt class="mono">data-prefill-NAME</dt>
            <dd>An answer to begin with, by the key of its field. Hidden fields are filled like this too.</dd>
            <dt class="mono">data-lang</dt>
            <dd>The language to show the form in, such as de. The page’s language otherwise.</dd>
            <dt class="mono">data-mode</dt>
            <dd>
              Where it stands on this page, whatever the form says: inline, popup, slide-in, floating or bar.
            </dd>
            <dt class="mono">data-min-height</dt>
            <dd>Room to keep from when the script runs, in pixels.</dd>
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

/** The room that the form needs when it stands in the page; 0 until it is known, and when it does not. */
function useHeight(form: Form): number {
  const height = useSignal(0)
  useEffect(() => {
    const gone = new AbortController()
    if (form.definition.display.mode === 'inline') {
      void heightOf(publishedOf(form, form), gone.signal).then((measured) => {
        if (!gone.signal.aborted) height.value = measured
      })
    }
    return () => gone.abort()
  }, [form, height])
  return height.value
}
