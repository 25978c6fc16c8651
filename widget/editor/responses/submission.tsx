import type { Submission } from '@fieldpost/shared/resources.ts'
import { Hourglass, Trash2 } from 'lucide'
import { deleteSubmission } from '../api.ts'
import { Button } from '../ui/button.tsx'
import { confirm, Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { Moment } from '../ui/time.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import type { Column } from './answer.ts'
import { Sent } from './sent.tsx'
import { AnswerValue } from './value.tsx'

interface SubmissionDrawerProps {
  formId: string
  submission: Submission
  columns: readonly Column[]
  onClose: () => void
  onDeleted: (id: string) => void
}

/** One response with everything that is known of it. */
export function SubmissionDrawer({ formId, submission, columns, onClose, onDeleted }: SubmissionDrawerProps) {
  async function remove() {
    const yes = await confirm({
      title: 'Delete this response?',
      text: 'It is erased here and from the log of its deliveries, and what is still to be delivered is cancelled. This cannot be undone.',
      action: 'Delete the response',
      danger: true,
    })
    if (!yes) return
    try {
      await deleteSubmission(submission.id)
      toast('The response was deleted')
      onDeleted(submission.id)
    } catch (error) {
      toastError(error)
    }
  }
  return (
    <Dialog
      title="Response"
      shape="drawer"
      onClose={onClose}
      footer={
        <Button icon={Trash2} onClick={() => void remove()}>
          Delete…
        </Button>
      }
    >
      <div class="stack-l">
        {submission.status === 'partial' && (
          <div class="banner banner-warn">
            <Icon of={Hourglass} />
            <p>The visitor has not finished. These are the answers so far.</p>
          </div>
        )}
        <dl class="answers">
          {columns.map(({ name, label, field }) => (
            <div key={name} class="answer">
              <dt>
                {label} <span class="field-key">{name}</span>
              </dt>
              <dd>
                <AnswerValue value={submission.answers[name]} field={field} />
              </dd>
            </div>
          ))}
        </dl>
        <Sent formId={formId} submissionId={submission.id} />
        <section class="stack-s">
          <h3>About it</h3>
          <dl class="facts">
            <dt>{submission.status === 'partial' ? 'Begun' : 'Received'}</dt>
            <dd>
              <Moment at={submission.createdAt} />
            </dd>
            {Object.entries(submission.context).map(([name, value]) => (
              <Fact key={name} name={contextWords[name] ?? name} value={value} />
            ))}
            <dt>Version</dt>
            <dd>{submission.version}</dd>
            <dt>Id</dt>
            <dd class="mono">{submission.id}</dd>
          </dl>
        </section>
      </div>
    </Dialog>
  )
}

const contextWords: Record<string, string> = {
  url: 'Page',
  referrer: 'Came from',
  language: 'Language',
  tag: 'Tag',
  phone: 'Phone',
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  )
}
