import type { Form } from '@fieldpost/shared/resources.ts'
import type { Route } from '../router.ts'
import { WebhookList } from './list.tsx'
import { NewWebhookScreen } from './new.tsx'
import { WebhookScreen } from './webhook.tsx'

export function IntegrationsTab({ route, form }: { route: Route; form: Form }) {
  switch (route.screen) {
    case 'new-webhook':
      return <NewWebhookScreen form={form} />
    case 'webhook':
      return <WebhookScreen key={route.webhookId} route={route} form={form} />
    default:
      return <WebhookList form={form} />
  }
}
