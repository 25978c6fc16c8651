/** The Logic tab: every rule of a form as a sentence that can be edited, and the thank-you screens that rules choose. */
import { limits } from '@fieldpost/shared/limits.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import { publishIssues } from '@fieldpost/shared/publish.ts'
import { useComputed } from '@preact/signals'
import { ArrowDown, ArrowUp, GitBranch, Plus, Trash2 } from 'lucide'
import { publishing } from '../build/publishing.ts'
import type { Draft } from '../draft.ts'
import { askable, firstComparison, ruleOf } from '../rule.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { ErrorText } from '../ui/field.tsx'
import { Empty } from '../ui/load.tsx'
import { announce, toast } from '../ui/toast.tsx'
import { ActionEditor } from './action.tsx'
import { ConditionEditor } from './condition.tsx'
import { Endings } from './endings.tsx'

export function LogicTab({ draft }: { draft: Draft }) {
  const { definition } = draft.document.value
  const { rules } = definition
  const fields = fieldsOf(definition)
  const first = askable(fields, '')[0]
  const target = fields.find((field) => field !== first)
  const issues = useComputed(() =>
    publishing.isShown(draft.form.value.id) ? publishIssues(draft.document.value.definition) : [],
  )
  const add = () => {
    if (!first) return
    draft.apply({
      type: 'add-rule',
      rule: ruleOf({ all: [firstComparison(first)] }, target ? { show: target.id } : { end: true }),
    })
    announce(`Rule ${rules.length + 1} was added`)
  }
  const move = (index: number, to: number) => {
    draft.apply({ type: 'move-rule', index, to })
    announce(`The rule is now number ${to + 1} of ${rules.length}`)
  }
  return (
    <div class="stack-l" data-document>
      <section class="stack">
        <div class="screen-head">
          <div>
            <h2>Rules</h2>
            <p class="soft">Where several jump, end or choose a thank-you, the first that holds wins.</p>
          </div>
          {rules.length > 0 && first && rules.length < limits.rules && (
            <Button icon={Plus} onClick={add}>
              Add a rule
            </Button>
          )}
        </div>
        {rules.length === 0 && (
          <Empty icon={GitBranch} title="Everybody sees the whole form">
            <p>
              {first
                ? 'Rules show, hide or require questions, jump ahead, end early, or choose a thank-you, by what a visitor has answered.'
                : 'Add a question first: rules follow from answers.'}
            </p>
            {first && (
              <Button icon={Plus} onClick={add}>
                Add a rule
              </Button>
            )}
          </Empty>
        )}
        <ol class="rules">
          {rules.map((rule, index) => (
            <li key={index} class="card card-form logic-rule">
              <div class="logic-rule-head">
                <h3>Rule {index + 1}</h3>
                <IconButton
                  icon={ArrowUp}
                  label={`Move rule ${index + 1} up`}
                  disabled={index === 0}
                  onClick={() => move(index, index - 1)}
                />
                <IconButton
                  icon={ArrowDown}
                  label={`Move rule ${index + 1} down`}
                  disabled={index === rules.length - 1}
                  onClick={() => move(index, index + 1)}
                />
                <IconButton
                  icon={Trash2}
                  label={`Remove rule ${index + 1}`}
                  onClick={() => {
                    draft.apply({ type: 'remove-rule', index })
                    toast('Removed a rule', { action: { label: 'Undo', run: () => draft.undo() } })
                  }}
                />
              </div>
              <ConditionEditor
                condition={rule.if}
                fields={fields}
                set={(condition) =>
                  draft.apply({ type: 'change-rule', index, rule: ruleOf(condition, rule.then) })
                }
              />
              <ActionEditor
                action={rule.then}
                definition={definition}
                set={(action) => draft.apply({ type: 'change-rule', index, rule: ruleOf(rule.if, action) })}
              />
              {issues.value
                .filter((issue) => issue.field === `rules.${index}`)
                .map((issue) => (
                  <ErrorText key={issue.code}>{issue.message}</ErrorText>
                ))}
            </li>
          ))}
        </ol>
        {issues.value
          .filter((issue) => issue.field === 'rules')
          .map((issue) => (
            <ErrorText key={issue.code}>{issue.message}</ErrorText>
          ))}
      </section>
      <Endings draft={draft} />
    </div>
  )
}
