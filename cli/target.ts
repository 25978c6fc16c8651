/** Which webhook is listened to: one that is named, or one for this run. */
import { hostname } from 'node:os'
import type { Form, FormSummary, List, NewWebhook, Webhook } from '@fieldpost/shared/resources.ts'
import { presets } from '@fieldpost/shared/webhook/presets.ts'
import type { ListenOptions } from './options.ts'
import { Refused, type Relay } from './relay.ts'

/** What was asked for cannot be had; the message says what to do. */
export class TargetError extends Error {
  override name = 'TargetError'
}

export interface Target {
  webhook: Pick<Webhook, 'id' | 'formId' | 'url' | 'name' | 'listen' | 'secretHint' | 'signed'>
  form: Pick<Form, 'id' | 'title' | 'version'>
  /** Made for a run like this one: it goes with it. */
  own: boolean
  /** Of an earlier run: one that did not come to its end, or, where it is not this run's own, one that kept it. */
  found: boolean
  /** Known of one that was just made, or given. */
  secret: string | null
}

/** Most characters of a webhook's name. */
const NAME_LENGTH = 100
/** Ends the name of a webhook that is not to go with its run, nor with a later one that takes it up. */
const KEPT = ' (kept)'
const at = encodeURIComponent

/** Throws `TargetError`, or what the relay's calls throw. */
export async function findTarget(
  relay: Relay,
  options: ListenOptions,
  ask: (question: string) => Promise<boolean>,
): Promise<Target> {
  return options.webhook === undefined
    ? ownWebhook(relay, options)
    : namedWebhook(relay, options.webhook, options.yes ? async () => true : ask)
}

async function namedWebhook(
  relay: Relay,
  id: string,
  ask: (question: string) => Promise<boolean>,
): Promise<Target> {
  const webhook = await orMissing(
    relay.call<Webhook>('GET', `/api/webhooks/${at(id)}`),
    `This key’s workspace has no webhook ${id}. The editor shows the id in the address of the webhook’s screen.`,
  )
  const isInUse = !webhook.listen && webhook.active && webhook.paused === null
  if (isInUse) {
    const warning = `As long as this listens, ${webhook.url} gets nothing: its deliveries come here.`
    if (!(await ask(warning))) throw new TargetError(`${warning} To go ahead, add --yes.`)
  }
  const form = await relay.call<Form>('GET', `/api/forms/${at(webhook.formId)}`)
  return { webhook, form, own: false, found: false, secret: null }
}

async function ownWebhook(relay: Relay, options: ListenOptions): Promise<Target> {
  const form = await chosenForm(relay, options.form)
  const url = options.forward.href
  const name = `fieldpost listen on ${hostname()}`.slice(0, NAME_LENGTH - KEPT.length)
  // By its name, because nothing else of a webhook is the command's to write on.
  const keptName = name + KEPT
  const { secret } = options
  const settings = {
    ...presets.find(({ id }) => id === options.preset)?.settings,
    ...(options.format !== null && { format: options.format }),
    ...(secret !== null && { secret }),
  }
  const { items } = await relay.call<List<Webhook>>('GET', `/api/forms/${at(form.id)}/webhooks`)
  const left = items.find(
    (webhook) =>
      webhook.listen &&
      !webhook.listening &&
      webhook.url === url &&
      (webhook.name === name || webhook.name === keptName),
  )
  if (left) {
    // It may have been switched off, or paused by a receiver that said 410; who starts this wants its deliveries.
    const changed = { ...settings, active: true, ...(options.keep && { name: keptName }) }
    const webhook = await relay.call<Webhook>('PATCH', `/api/webhooks/${at(left.id)}`, { body: changed })
    return { webhook, form, own: left.name === name, found: true, secret }
  }
  const made = await relay.call<NewWebhook>('POST', `/api/forms/${at(form.id)}/webhooks`, {
    body: { ...settings, name: options.keep ? keptName : name, url, listen: true },
  })
  return { webhook: made, form, own: true, found: false, secret: made.secret }
}

async function chosenForm(relay: Relay, id: string | undefined): Promise<Target['form']> {
  if (id !== undefined) {
    return orMissing(
      relay.call<Form>('GET', `/api/forms/${at(id)}`),
      `This key’s workspace has no form ${id}. The editor shows a form’s id in its address.`,
    )
  }
  const { items, next } = await relay.call<List<FormSummary>>('GET', '/api/forms?limit=50')
  const [only] = items
  if (!only) throw new TargetError(`There is no form yet. Make one at ${relay.url}.`)
  if (items.length === 1) return only
  const rows = items.map((form) => `  --form ${form.id}   ${form.title}`)
  if (next !== null) rows.push('  … and older ones')
  throw new TargetError(`There are several forms. Say whose submissions are meant:\n${rows.join('\n')}`)
}

async function orMissing<Answer>(answer: Promise<Answer>, message: string): Promise<Answer> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof Refused && error.status === 404) throw new TargetError(message, { cause: error })
    throw error
  }
}
