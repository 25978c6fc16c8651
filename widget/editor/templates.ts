/** Forms to begin with. They are data: `templates.json`. */
import { Definition, formKinds } from '@fieldpost/shared/form.ts'
import { Gauge, type IconNode, Mail, Send, Smile, Star, Ticket } from 'lucide'
import * as v from 'valibot'
import data from './templates.json'

const icons: Record<string, IconNode> = {
  gauge: Gauge,
  mail: Mail,
  send: Send,
  smile: Smile,
  star: Star,
  ticket: Ticket,
}

const Template = v.object({
  id: v.string(),
  title: v.string(),
  kind: v.picklist(formKinds),
  icon: v.pipe(
    v.string(),
    v.transform((name) => icons[name] ?? Mail),
  ),
  description: v.string(),
  definition: Definition,
})
export type Template = v.InferOutput<typeof Template>

export const templates: readonly Template[] = v.parse(v.array(Template), data)
