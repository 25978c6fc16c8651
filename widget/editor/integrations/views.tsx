/** The views of one webhook, and the links between them. */
import type { Form, Webhook } from '@fieldpost/shared/resources.ts'
import { TriangleAlert } from 'lucide'
import { paths, type Route } from '../router.ts'
import { router } from '../state.ts'
import { Icon } from '../ui/icon.tsx'
import { Deliveries } from './deliveries.tsx'
import { Doctor } from './doctor.tsx'
import { filterOf, queryOf } from './log-filter.ts'
import { PayloadView } from './payload.tsx'
import { Receiver } from './receiver.tsx'
import { WebhookSettings } from './settings.tsx'
import { valuesOf } from './values.ts'

export type WebhookRoute = Extract<Route, { screen: 'webhook' }>

export interface ViewProps {
  webhook: Webhook
  set: (webhook: Webhook) => void
  route: WebhookRoute
  form: Form
}

/** Of which each has an address of its own. */
const views = [
  ['deliveries', 'Deliveries'],
  ['settings', 'Settings'],
  ['payload', 'Payload'],
  ['receiver', 'Receiver code'],
  ['doctor', 'Signature doctor'],
] as const

export function Views({ route, form }: Pick<ViewProps, 'route' | 'form'>) {
  return (
    <nav class="views" aria-label="About this webhook">
      {views.map(([view, label]) => (
        <a
          key={view}
          class="view"
          href={paths.webhook(form.id, route.webhookId, view)}
          aria-current={view === route.view ? 'page' : undefined}
        >
          {label}
        </a>
      ))}
    </nav>
  )
}

/** `logRound` is counted up when the log should be read again at once. */
export function View({ webhook, set, route, form, logRound }: ViewProps & { logRound: number }) {
  switch (route.view) {
    case 'deliveries':
      return (
        <Deliveries
          key={logRound}
          formId={form.id}
          webhook={webhook}
          open={route.deliveryId}
          query={queryOf(filterOf(router.here()))}
        />
      )
    case 'settings':
      return <WebhookSettings key={settingsKey(webhook)} webhook={webhook} set={set} form={form} />
    case 'payload':
      return <PayloadView key={settingsKey(webhook)} webhook={webhook} form={form} />
    case 'receiver':
      return (
        <div class="card card-form">
          {!webhook.signed && (
            <div class="banner banner-warn">
              <Icon of={TriangleAlert} />
              <div>
                <p>
                  This webhook has no secret, so this receiver would refuse what it is sent. Sign with a
                  secret first, in the menu above.
                </p>
              </div>
            </div>
          )}
          <Receiver signature={webhook.signature} />
        </div>
      )
    case 'doctor':
      return <Doctor key={webhook.id} webhook={webhook} />
  }
}

/** What is typed or chosen stays while the webhook is paused or tested: only other settings are drawn anew. */
const settingsKey = (webhook: Webhook): string => JSON.stringify([webhook.id, valuesOf(webhook)])
