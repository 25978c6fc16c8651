/** Thank-you screens beside the usual one, for rules to choose. */
import type { Ending } from '@fieldpost/shared/form.ts'
import { limits } from '@fieldpost/shared/limits.ts'
import { PartyPopper, Plus, Trash2 } from 'lucide'
import { newId } from '../build/builder.ts'
import { Redirect } from '../build/redirect.tsx'
import type { Draft } from '../draft.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { TextArea, TextInput } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { toast } from '../ui/toast.tsx'

export function Endings({ draft }: { draft: Draft }) {
  const { endings } = draft.document.value.definition
  return (
    <section class="stack">
      <div class="screen-head">
        <div>
          <h2>Thank-you screens</h2>
          <p class="soft">
            Beside the usual one, which stands at the end of the Build tab. A rule chooses one of these
            instead.
          </p>
        </div>
        {endings.length < limits.endings && (
          <Button
            icon={Plus}
            onClick={() =>
              draft.apply({
                type: 'add-ending',
                ending: { id: newId('e'), title: 'Thank you', text: '', redirect: null },
              })
            }
          >
            Add a thank-you
          </Button>
        )}
      </div>
      {endings.map((ending, index) => (
        <EndingCard key={ending.id} draft={draft} ending={ending} number={index + 1} />
      ))}
    </section>
  )
}

function EndingCard({ draft, ending, number }: { draft: Draft; ending: Ending; number: number }) {
  const change = (change: Partial<Omit<Ending, 'id'>>) =>
    draft.apply({ type: 'change-ending', ending: ending.id, change })
  return (
    <div class="card card-form">
      <div class="logic-rule-head">
        <h3 class="row">
          <Icon of={PartyPopper} size={18} />
          Thank-you {number}
        </h3>
        <IconButton
          icon={Trash2}
          label={`Remove thank-you ${number}`}
          onClick={() => {
            draft.apply({ type: 'remove-ending', ending: ending.id })
            toast('Removed a thank-you and the rules that choose it', {
              action: { label: 'Undo', run: () => draft.undo() },
            })
          }}
        />
      </div>
      <TextInput
        label="Title"
        value={ending.title}
        maxLength={limits.titleLength}
        onInput={(title) => change({ title })}
      />
      <TextArea
        label="Text"
        value={ending.text}
        maxLength={limits.helpLength}
        help="{{name}} stands for the answer to the field with that key."
        onInput={(text) => change({ text })}
      />
      <Redirect value={ending.redirect} set={(redirect) => change({ redirect })} />
    </div>
  )
}
