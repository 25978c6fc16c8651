import type { Submission } from '@fieldpost/shared/resources.ts'
import { Moment } from '../ui/time.tsx'
import { answerText, type Column } from './answer.ts'

interface TableProps {
  columns: readonly Column[]
  submissions: readonly Submission[]
  onOpen: (submission: Submission) => void
}

export function Table({ columns, submissions, onOpen }: TableProps) {
  return (
    <div class="table-scroll">
      <table class="table">
        <thead>
          <tr>
            <th scope="col">Received</th>
            {columns.map(({ name, label }) => (
              <th key={name} scope="col" title={label}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {submissions.map((submission) => (
            <tr key={submission.id}>
              <th scope="row">
                <button type="button" class="row-button" onClick={() => onOpen(submission)}>
                  <Moment at={submission.createdAt} />
                </button>
                {submission.status === 'partial' && <span class="badge badge-warn">Not finished</span>}
              </th>
              {columns.map(({ name, label, field }) => (
                <td key={name} data-label={label}>
                  <span class="cell">
                    {answerText(submission.answers[name], field) || <span class="soft">–</span>}
                  </span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
