/** The signature doctor: paste what a receiver got, and be told what is wrong with it. */
import type { DeliverySummary, Webhook } from '@fieldpost/shared/resources.ts'
import { checkLimits, type Diagnosis } from '@fieldpost/shared/webhook/checks.ts'
import { type Signal, useSignal, useSignalEffect } from '@preact/signals'
import { CircleCheck, CircleHelp, Stethoscope, TriangleAlert } from 'lucide'
import { useEffect } from 'preact/hooks'
import { diagnose, getDelivery, listDeliveries } from '../api.ts'
import { issuesOf, messageOf } from '../request.ts'
import { paths } from '../router.ts'
import { router } from '../state.ts'
import { Segments } from '../ui/choice.tsx'
import { Code } from '../ui/copy.tsx'
import { ErrorText, Select, TextArea, TextInput } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { useLoad } from '../ui/load.tsx'
import { toastError } from '../ui/toast.tsx'
import { chosenLanguage, mendOf } from './mends.ts'
import { languages } from './receivers.ts'

/** How long nothing is typed before the relay is asked, in ms. */
const PAUSE = 400

interface Pasted {
  body: string
  headers: string
  computed: string
  /** By the receiver's clock, as an input of type datetime-local has it. */
  receivedAt: string
  /** Of the delivery that was chosen. */
  deliveryId: string | null
}
const nothing: Pasted = { body: '', headers: '', computed: '', receivedAt: '', deliveryId: null }

type Outcome =
  | { state: 'none' | 'asking' }
  | { state: 'failed'; error: unknown }
  | { state: 'told'; diagnosis: Diagnosis }

export function Doctor({ webhook }: { webhook: Webhook }) {
  const pasted = useSignal(nothing)
  const outcome = useDiagnosis(webhook.id, pasted)
  const set = (change: Partial<Pasted>) => {
    pasted.value = { ...pasted.value, ...change }
  }
  const { body, headers, computed, receivedAt } = pasted.value
  if (!webhook.signed)
    return (
      <div class="card card-form">
        <p class="soft">
          This webhook has no secret, so its deliveries carry no signature that could be wrong. Sign with a
          secret first, in the menu above.
        </p>
      </div>
    )
  return (
    <div class="card card-form">
      <div class="stack-s">
        <h3>Why does a signature not verify?</h3>
        <p class="soft">
          Paste what your receiver got. The relay tries what may have happened to the body, the secret and the
          signature until something makes the very signature that came, and tells you that. The secret stays
          here.
        </p>
      </div>
      <FromLog webhook={webhook} onChoose={set} chosen={pasted.value.deliveryId} />
      <TextArea
        label="The body, as your code has it"
        class="paste"
        mono
        rows={6}
        maxLength={checkLimits.body}
        value={body}
        onInput={(body) => set({ body })}
      />
      <TextArea
        label="The headers, or the signature alone"
        class="paste"
        help={`Lines or JSON, as your log has them. ${webhook.signature.header} is what counts; X-Webhook-Id finds the delivery.`}
        mono
        rows={5}
        maxLength={checkLimits.headers}
        value={headers}
        onInput={(headers) => set({ headers })}
      />
      <TextInput
        label="What your code computed, if you know it"
        mono
        autocomplete="off"
        maxLength={checkLimits.computed}
        value={computed}
        onInput={(computed) => set({ computed })}
      />
      {webhook.signature.style === 'standard' && (
        <TextInput
          label="When it came by your server’s clock, if it is said to be too old"
          type="datetime-local"
          value={receivedAt}
          onInput={(receivedAt) => set({ receivedAt })}
        />
      )}
      <Told outcome={outcome.value} webhook={webhook} />
    </div>
  )
}

const isEmpty = ({ body, headers, computed }: Pasted) => !body && !headers.trim() && !computed.trim()

/** Asks whenever something was pasted; an answer to what is no longer there is not shown. */
function useDiagnosis(webhookId: string, pasted: Signal<Pasted>): Signal<Outcome> {
  const outcome = useSignal<Outcome>({ state: 'none' })
  useSignalEffect(() => {
    const { body, headers, computed, receivedAt, deliveryId } = pasted.value
    const moment = Date.parse(receivedAt)
    if (isEmpty(pasted.value)) {
      outcome.value = { state: 'none' }
      return
    }
    const controller = new AbortController()
    const timer = setTimeout(async () => {
      outcome.value = { state: 'asking' }
      try {
        const asked = {
          body: body === '' && deliveryId === null ? null : body,
          headers,
          computed,
          deliveryId,
          ...(!Number.isNaN(moment) && { receivedAt: new Date(moment).toISOString() }),
        }
        const diagnosis = await diagnose(webhookId, asked, controller.signal)
        if (!controller.signal.aborted) outcome.value = { state: 'told', diagnosis }
      } catch (error) {
        if (!controller.signal.aborted) outcome.value = { state: 'failed', error }
      }
    }, PAUSE)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  })
  return outcome
}

interface FromLogProps {
  webhook: Webhook
  chosen: string | null
  onChoose: (change: Partial<Pasted>) => void
}

const anyDelivery = { state: '', event: '', status: '', from: '', to: '', q: '' }

/** The delivery that one came from, as the address says: it may be far down the log. */
const fromAddress = (): string =>
  URL.parse(router.here(), 'http://editor.invalid')?.searchParams.get('delivery') ?? ''

/** A delivery to start from: its body and headers as they were sent, to be changed into what came. */
function FromLog({ webhook, chosen, onChoose }: FromLogProps) {
  const log = useLoad(`doctor ${webhook.id}`, (signal) =>
    listDeliveries(webhook.id, anyDelivery, null, signal),
  )
  const now = log.value.value
  const older = useSignal<DeliverySummary | null>(null)
  // Without a log there is still pasting.
  const listed = now.state === 'ready' ? now.data.items : []
  const isListed = listed.some(({ id }) => id === older.value?.id)
  const items = older.value && !isListed ? [...listed, older.value] : listed
  useEffect(() => void choose(fromAddress()), [])
  if (items.length === 0) return null

  async function choose(id: string) {
    if (!id) {
      onChoose({ deliveryId: null })
      return
    }
    try {
      const delivery = await getDelivery(id)
      const { body, attemptList } = delivery
      older.value = delivery
      const headers = Object.entries(attemptList.at(-1)?.request.headers ?? {})
      onChoose({
        deliveryId: id,
        body,
        headers: headers.map(([name, value]) => `${name}: ${value}`).join('\n'),
      })
    } catch (error) {
      toastError(error)
    }
  }

  return (
    <Select
      label="Start with a delivery"
      help="It puts in what was sent. Replace what your receiver has otherwise."
      value={chosen ?? ''}
      options={[{ value: '', label: 'None: I paste everything' }, ...items.map(optionOf)]}
      onChange={(id) => void choose(id)}
    />
  )
}

const optionOf = ({ id, eventType, createdAt, lastStatus }: DeliverySummary) => ({
  value: id,
  label: `${new Date(createdAt).toLocaleString()} · ${eventType}${lastStatus === null ? '' : ` · ${lastStatus}`}`,
})

/** Several changes of a body have one remedy: what was said is not said again. */
function toldOnce(findings: Diagnosis['findings']): Diagnosis['findings'] {
  const said = new Set<string>()
  return findings.map((finding) => {
    const sentences = finding.mend.split(/(?<=\.) (?=[A-Z])/)
    const fresh = sentences.filter((sentence) => !said.has(sentence))
    for (const sentence of fresh) said.add(sentence)
    return { ...finding, mend: fresh.join(' ') }
  })
}

const verdicts = {
  valid: { look: 'good', icon: CircleCheck, title: 'The signature is good' },
  invalid: { look: 'bad', icon: TriangleAlert, title: 'Found what is wrong' },
  unclear: { look: 'warn', icon: CircleHelp, title: 'Not enough to tell' },
} as const

function Told({ outcome, webhook }: { outcome: Outcome; webhook: Webhook }) {
  return (
    <section class="stack" aria-live="polite" aria-busy={outcome.state === 'asking'}>
      {outcome.state === 'none' && (
        <p class="soft row">
          <Icon of={Stethoscope} />
          <span class="grow">The diagnosis appears here as soon as something is pasted.</span>
        </p>
      )}
      {outcome.state === 'asking' && <p class="soft">Trying what may have happened…</p>}
      {outcome.state === 'failed' && (
        <ErrorText>{Object.values(issuesOf(outcome.error))[0] ?? messageOf(outcome.error)}</ErrorText>
      )}
      {outcome.state === 'told' && <Findings diagnosis={outcome.diagnosis} webhook={webhook} />}
    </section>
  )
}

function Findings({ diagnosis, webhook }: { diagnosis: Diagnosis; webhook: Webhook }) {
  const { verdict, findings, difference, deliveryId } = diagnosis
  const { look, icon, title } = verdicts[verdict]
  const language = languages.find(({ id }) => id === chosenLanguage.value)
  const mends = language ? findings.map(({ remedy }) => mendOf(remedy, language, webhook.signature)) : []
  const code = [...new Set(mends.filter((line) => line !== null))]
  return (
    <>
      <div class={`banner banner-${look}`}>
        <Icon of={icon} />
        <div class="stack-s">
          <strong>{title}</strong>
          {verdict === 'valid' && (
            <p>
              With this body and these headers it verifies. If your code refuses it, its code has something
              else: paste what it computed.
            </p>
          )}
          {toldOnce(findings).map(({ code, happened, mend }) => (
            <div key={code}>
              <p>{happened}</p>
              {mend && <p class="soft">{mend}</p>}
            </div>
          ))}
        </div>
      </div>
      {difference && (
        <div class="stack-s">
          <h4>First difference, at byte {difference.offset}</h4>
          <dl class="facts">
            <dt>Was sent</dt>
            <dd class="mono differing">{difference.sent || '(nothing)'}</dd>
            <dt>Came</dt>
            <dd class="mono differing">{difference.came || '(nothing)'}</dd>
          </dl>
        </div>
      )}
      {deliveryId && (
        <p class="small">
          Compared with <a href={paths.delivery(webhook.formId, webhook.id, deliveryId)}>this delivery</a>.
        </p>
      )}
      {code.length > 0 && language && (
        <div class="stack-s">
          <Segments
            label="Mend it in"
            value={chosenLanguage.value}
            options={languages.map(({ id, label }) => ({ value: id, label }))}
            onChange={(id) => {
              chosenLanguage.value = id
            }}
          />
          {code.map((text) => (
            <Code key={text} text={text} label="the code that mends it" />
          ))}
        </div>
      )}
    </>
  )
}
