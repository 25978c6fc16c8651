import type { FormSummary } from '@fieldpost/shared/resources.ts'
import { useSignal } from '@preact/signals'
import {
  ClipboardList,
  FilePlus2,
  FileText,
  Hammer,
  MessagesSquare,
  Share2,
  Trash2,
  TriangleAlert,
  Webhook,
} from 'lucide'
import { deleteForm, listForms } from './api.ts'
import { NewForm } from './new-form.tsx'
import { troubleOf } from './notices/state.ts'
import { paths } from './router.ts'
import { Button } from './ui/button.tsx'
import { confirm } from './ui/dialog.tsx'
import { Frame, Title } from './ui/frame.tsx'
import { Icon } from './ui/icon.tsx'
import { Empty, Show, Skeleton, useLoad } from './ui/load.tsx'
import { Menu } from './ui/menu.tsx'
import { Ago } from './ui/time.tsx'
import { toast, toastError } from './ui/toast.tsx'

export function FormsScreen() {
  const forms = useLoad('forms', (signal) => listForms(null, signal))
  const making = useSignal(false)
  const loadingMore = useSignal(false)
  const make = () => {
    making.value = true
  }

  async function more(items: FormSummary[], next: string) {
    loadingMore.value = true
    try {
      const part = await listForms(next)
      forms.set({ items: [...items, ...part.items], next: part.next })
    } catch (error) {
      toastError(error)
    } finally {
      loadingMore.value = false
    }
  }

  return (
    <Frame>
      <Title>Forms</Title>
      <div class="screen-head">
        <h1>Forms</h1>
        <Button kind="primary" icon={FilePlus2} onClick={make}>
          New form
        </Button>
      </div>
      <Show of={forms} loading={<Skeleton lines={3} tall />}>
        {({ items, next }) =>
          items.length === 0 ? (
            <div class="card">
              <Empty icon={ClipboardList} title="Your first form is two minutes away">
                <p>
                  Start with a blank one or with a template, publish it, and paste one tag into your page.
                </p>
                <Button kind="primary" icon={FilePlus2} onClick={make}>
                  New form
                </Button>
              </Empty>
            </div>
          ) : (
            <>
              <ul class="form-list">
                {items.map((form) => (
                  <FormRow key={form.id} form={form} removed={() => void forms.reload()} />
                ))}
              </ul>
              {next && (
                <div class="more">
                  <Button busy={loadingMore.value} onClick={() => void more(items, next)}>
                    Show older forms
                  </Button>
                </div>
              )}
            </>
          )
        }
      </Show>
      {making.value && (
        <NewForm
          onClose={() => {
            making.value = false
          }}
        />
      )}
    </Frame>
  )
}

function FormRow({ form, removed }: { form: FormSummary; removed: () => void }) {
  async function remove() {
    const yes = await confirm({
      title: `Delete “${form.title}”?`,
      text: (
        <>
          Its {form.submissions === 1 ? 'one response' : `${form.submissions} responses`}, its webhooks and
          their deliveries are deleted with it, and pages that embed it show nothing any more. This cannot be
          undone.
        </>
      ),
      action: 'Delete the form',
      danger: true,
    })
    if (!yes) return
    try {
      await deleteForm(form.id)
      toast(`“${form.title}” was deleted`)
      removed()
    } catch (error) {
      toastError(error)
    }
  }
  return (
    <li class="form-row">
      <span class="kind-icon">
        <Icon of={form.kind === 'survey' ? ClipboardList : FileText} />
      </span>
      <div class="form-row-main">
        <h2>
          <a href={paths.build(form.id)}>{form.title}</a>
        </h2>
        <p class="form-row-facts">
          <FormState form={form} />
          <Trouble form={form} />
          <span>{form.kind === 'survey' ? 'Survey' : 'Form'}</span>
          <span>
            changed <Ago at={form.updatedAt} />
          </span>
        </p>
      </div>
      <a class="form-row-count" href={paths.responses(form.id)}>
        <strong>{form.submissions.toLocaleString()}</strong>{' '}
        {form.submissions === 1 ? 'response' : 'responses'}
      </a>
      <Menu
        label={`Actions for ${form.title}`}
        items={[
          { label: 'Build', icon: Hammer, href: paths.build(form.id) },
          { label: 'Integrations', icon: Webhook, href: paths.integrations(form.id) },
          { label: 'Responses', icon: MessagesSquare, href: paths.responses(form.id) },
          { label: 'Share', icon: Share2, href: paths.share(form.id) },
          { label: 'Delete…', icon: Trash2, danger: true, run: () => void remove() },
        ]}
      />
    </li>
  )
}

/** A webhook of the form is paused or failing, whether its notice was put away or not. */
function Trouble({ form }: { form: FormSummary }) {
  const trouble = troubleOf(form.id)
  if (!trouble) return null
  return (
    <a
      class={trouble === 'paused' ? 'badge badge-bad' : 'badge badge-warn'}
      href={paths.integrations(form.id)}
    >
      <Icon of={TriangleAlert} />
      {trouble === 'paused' ? 'A webhook is paused' : 'A webhook is failing'}
    </a>
  )
}

/** Whether visitors see the form, and whether they see what the owner sees. */
export function FormState({ form }: { form: Pick<FormSummary, 'version' | 'changed'> }) {
  if (form.version === null) return <span class="badge">Draft</span>
  return form.changed ? (
    <span class="badge badge-warn">Unpublished changes</span>
  ) : (
    <span class="badge badge-good">Published</span>
  )
}
