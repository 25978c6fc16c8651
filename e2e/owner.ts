// What an owner does through the API, in one call each. Every call throws when the relay does not agree.
import type { DefinitionInput } from '@fieldpost/shared/form.ts'
import type {
  Delivery,
  DeliverySummary,
  Form,
  List,
  NewWebhook,
  Submission,
} from '@fieldpost/shared/resources.ts'
import type { Relay } from './stack.ts'

export type FieldInput = DefinitionInput['pages'][number]['fields'][number]

/** The contact form that most specs embed. */
const contactFields: FieldInput[] = [
  { id: 'f1', name: 'name', kind: 'text', label: 'Name', required: true },
  { id: 'f2', name: 'email', kind: 'email', label: 'Email', required: true },
]

export interface Owner {
  /** A published form; a single page of `fields`, unless a whole definition is given. */
  makeForm(given?: { title?: string; fields?: FieldInput[]; definition?: DefinitionInput }): Promise<Form>
  createForm(given: { title: string; kind?: 'form' | 'survey'; definition?: DefinitionInput }): Promise<Form>
  publish(formId: string): Promise<number>
  createWebhook(formId: string, settings: { url: string } & Record<string, unknown>): Promise<NewWebhook>
  /** All of them, newest first, through as many pages as there are. */
  submissions(formId: string): Promise<Submission[]>
  deliveries(webhookId: string): Promise<DeliverySummary[]>
  delivery(id: string): Promise<Delivery>
  call<Answer>(path: string, init?: { method?: string; body?: unknown }): Promise<Answer>
}

export function ownerOf(relay: Pick<Relay, 'api'>): Owner {
  async function call<Answer>(path: string, init?: { method?: string; body?: unknown }): Promise<Answer> {
    const response = await relay.api(path, init)
    if (response.ok) return (await response.json()) as Answer
    throw new Error(
      `${init?.method ?? 'GET'} ${path} was answered ${response.status}: ${await response.text()}`,
    )
  }

  async function all<Item>(path: string): Promise<Item[]> {
    const items: Item[] = []
    let cursor: string | null = null
    do {
      const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
      const page: List<Item> = await call(`${path}?limit=100${query}`)
      items.push(...page.items)
      cursor = page.next
    } while (cursor !== null)
    return items
  }

  const owner: Owner = {
    call,
    async makeForm({ title = 'Contact', fields = contactFields, definition } = {}) {
      const form = await owner.createForm({
        title,
        definition: definition ?? { pages: [{ id: 'p1', fields }] },
      })
      await owner.publish(form.id)
      return form
    },
    createForm: ({ title, kind = 'form', definition }) =>
      call('/api/forms', { method: 'POST', body: { title, kind, ...(definition && { definition }) } }),
    publish: async (formId) =>
      (await call<{ version: number }>(`/api/forms/${formId}/publish`, { method: 'POST', body: {} })).version,
    createWebhook: (formId, settings) =>
      call(`/api/forms/${formId}/webhooks`, { method: 'POST', body: settings }),
    submissions: (formId) => all(`/api/forms/${formId}/submissions`),
    deliveries: (webhookId) => all(`/api/webhooks/${webhookId}/deliveries`),
    delivery: (id) => call(`/api/deliveries/${id}`),
  }
  return owner
}
