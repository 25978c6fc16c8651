/** The Responses tab: what visitors answered, newest first. */

import { fieldsOf } from '@fieldpost/shared/pages.ts'
import type { List, Submission } from '@fieldpost/shared/resources.ts'
import { useSignal } from '@preact/signals'
import { Download, MessagesSquare, SearchX } from 'lucide'
import { useEffect } from 'preact/hooks'
import { getSubmission, listSubmissions, type SubmissionFilter, submissionsFile } from './api.ts'
import type { Draft } from './draft.ts'
import { columnsOf } from './responses/answer.ts'
import { Filter } from './responses/filter.tsx'
import { SubmissionDrawer } from './responses/submission.tsx'
import { Table } from './responses/table.tsx'
import { paths } from './router.ts'
import { router } from './state.ts'
import { Button, LinkButton } from './ui/button.tsx'
import { Empty, Show, Skeleton, useLoad } from './ui/load.tsx'
import { withNewest } from './ui/newest.ts'
import { usePolling } from './ui/poll.ts'
import { toastError } from './ui/toast.tsx'

/** How often new responses are looked for, in ms. */
const REFRESH = 4_000

const everything: SubmissionFilter = { status: '', q: '', from: '', to: '' }

export function ResponsesTab({ draft }: { draft: Draft }) {
  const form = draft.form.value
  const filter = useSignal(everything)
  const open = useSignal<Submission | null>(null)
  const busy = useSignal(false)
  const { status, q, from, to } = filter.value
  const submissions = useLoad(JSON.stringify([form.id, status, q, from, to]), (signal) =>
    listSubmissions(form.id, filter.value, null, signal),
  )

  /** The one that the address names, when a link led to it. */
  useEffect(() => {
    const named = URL.parse(router.here(), location.origin)?.searchParams.get('id')
    if (!named) return
    const controller = new AbortController()
    getSubmission(named, controller.signal).then(
      (submission) => {
        open.value = submission
      },
      (error) => {
        if (!controller.signal.aborted) toastError(error)
      },
    )
    return () => controller.abort()
  }, [open])

  function close() {
    open.value = null
    router.navigate(paths.responses(form.id), { replace: true })
  }

  usePolling(async () => {
    const now = submissions.value.peek()
    const asked = filter.peek()
    if (now.state !== 'ready') return
    try {
      const fresh = await listSubmissions(form.id, asked, null)
      if (submissions.value.peek() === now && filter.peek() === asked)
        submissions.set(withNewest(now.data, fresh))
    } catch {
      // The next time may work; what is shown stays, and a lost session has led to the sign-in already.
    }
  }, REFRESH)

  async function more({ items, next }: List<Submission>) {
    busy.value = true
    try {
      const part = await listSubmissions(form.id, filter.value, next)
      submissions.set({ items: [...items, ...part.items], next: part.next })
    } catch (error) {
      toastError(error)
    } finally {
      busy.value = false
    }
  }

  const isFiltered = status !== '' || q !== '' || from !== '' || to !== ''
  return (
    <>
      <Filter
        filter={filter.value}
        hasPartials={status !== '' || draft.document.value.definition.settings.partial}
        set={(next) => {
          filter.value = next
        }}
      />
      <Show of={submissions} loading={<Skeleton lines={5} />}>
        {(data) =>
          data.items.length === 0 ? (
            <div class="card">
              {isFiltered ? <NothingFound reset={() => (filter.value = everything)} /> : <None form={form} />}
            </div>
          ) : (
            <>
              <div class="row row-apart responses-head">
                <p class="soft small">
                  {data.items.length}
                  {data.next ? '+' : ''} {data.items.length === 1 ? 'response' : 'responses'}
                  {isFiltered && ' found'}
                </p>
                <div class="row">
                  <LinkButton
                    size="small"
                    icon={Download}
                    download
                    href={submissionsFile(form.id, 'csv', filter.value)}
                  >
                    CSV
                  </LinkButton>
                  <LinkButton
                    size="small"
                    icon={Download}
                    download
                    href={submissionsFile(form.id, 'jsonl', filter.value)}
                  >
                    JSON lines
                  </LinkButton>
                </div>
              </div>
              <Table
                columns={columnsOf(fieldsOf(draft.document.value.definition), data.items)}
                submissions={data.items}
                onOpen={(submission) => {
                  open.value = submission
                }}
              />
              {data.next && (
                <div class="more">
                  <Button busy={busy.value} onClick={() => void more(data)}>
                    Show older responses
                  </Button>
                </div>
              )}
              {open.value && (
                <SubmissionDrawer
                  key={open.value.id}
                  formId={form.id}
                  submission={open.value}
                  columns={columnsOf(fieldsOf(draft.document.value.definition), [open.value])}
                  onClose={close}
                  onDeleted={(id) => {
                    close()
                    submissions.set({ ...data, items: data.items.filter((each) => each.id !== id) })
                  }}
                />
              )}
            </>
          )
        }
      </Show>
    </>
  )
}

function NothingFound({ reset }: { reset: () => void }) {
  return (
    <Empty icon={SearchX} title="No response matches">
      <Button onClick={reset}>Show all</Button>
    </Empty>
  )
}

function None({ form }: { form: { id: string; version: number | null } }) {
  return (
    <Empty icon={MessagesSquare} title="No responses yet">
      <p>
        {form.version === null
          ? 'Publish the form first. Then paste its tag into a page, or open its own page and fill it yourself.'
          : 'Paste the form’s tag into a page, or open its own page and fill it yourself: the response appears here within a moment.'}
      </p>
      <LinkButton kind="primary" href={form.version === null ? paths.build(form.id) : paths.share(form.id)}>
        {form.version === null ? 'Go to Build' : 'Get the tag'}
      </LinkButton>
    </Empty>
  )
}
