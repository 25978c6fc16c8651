/** Which submissions a webhook is sent: every one, or those whose answers meet a condition. */
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import type { Condition } from '@fieldpost/shared/rule.ts'
import { lostFields } from '@fieldpost/shared/webhook/condition.ts'
import { TriangleAlert } from 'lucide'
import { ConditionEditor } from '../logic/condition.tsx'
import { askable, firstComparison } from '../rule.ts'
import { Segments } from '../ui/choice.tsx'
import { ErrorText } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import type { PartProps } from './form.tsx'

export function OnlyWhen({ values, issues, form, set }: PartProps) {
  const { condition } = values.value
  const fields = fieldsOf(form.definition)
  const [first] = askable(fields, '')
  const put = (next: Condition | null) => set({ condition: next })
  return (
    <section class="stack-s">
      <Segments
        label="Which submissions"
        value={condition === null ? 'all' : 'some'}
        options={[
          { value: 'all', label: 'Every one' },
          { value: 'some', label: 'Only when…' },
        ]}
        onChange={(which) => {
          if (which === 'all') put(null)
          else if (first) put({ all: [firstComparison(first)] })
          // Drawn anew, for the browser has chosen it already.
          else set({})
        }}
      />
      <p class="input-help">
        {condition !== null
          ? 'Asked of the answers of each submission. Others are kept, and not sent to this webhook; tests always are.'
          : first
            ? 'Or only those with certain answers.'
            : 'Once the form has a field, it can be only those with certain answers.'}
      </p>
      {condition !== null && (
        <>
          <LostFields condition={condition} form={form} />
          <ConditionEditor condition={condition} fields={fields} legend="Send only when" set={put} />
        </>
      )}
      <div role="alert">{issues.condition && <ErrorText>{issues.condition}</ErrorText>}</div>
    </section>
  )
}

/** What a condition asks for was taken off the form: it never holds again, which nobody would notice. */
function LostFields({ condition, form }: { condition: Condition | null; form: PartProps['form'] }) {
  const lost = lostFields(condition, form.definition)
  if (lost.length === 0) return null
  const named = lost.map((name) => `“${name}”`).join(', ')
  return (
    <div class="banner banner-warn">
      <Icon of={TriangleAlert} />
      <div>
        <strong>The condition asks for {named}, which the form does not have.</strong>
        <p>
          Where that field is missing, what is asked of it never holds: this webhook may be sent nothing.
          Change the condition, or put the field back under that name.
        </p>
      </div>
    </div>
  )
}
