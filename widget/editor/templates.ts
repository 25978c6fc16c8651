/** Forms to begin with. They are data: `templates.json`. */
import { Definition, formKinds } from '@fieldpost/shared/form.ts'
import {
  Briefcase,
  Bug,
  CalendarClock,
  Gauge,
  type IconNode,
  Mail,
  Send,
  Signature,
  Smile,
  Star,
  Target,
  Ticket,
  Wrench,
} from 'lucide'
import * as v from 'valibot'
import data from './templates.json'

const icons = {
  briefcase: Briefcase,
  bug: Bug,
  calendar: CalendarClock,
  gauge: Gauge,
  mail: Mail,
  send: Send,
  signature: Signature,
  smile: Smile,
  star: Star,
  target: Target,
  ticket: Ticket,
  wrench: Wrench,
} satisfies Record<string, IconNode>

const Template = v.object({
  id: v.string(),
  title: v.string(),
  kind: v.picklist(formKinds),
  icon: v.pipe(
    v.picklist(Object.keys(icons) as (keyof typeof icons)[]),
    v.transform((name): IconNode => icons[name]),
  ),
  description: v.string(),
  definition: Definition,
})
export type Template = v.InferOutput<typeof Template>

export const templates: readonly Template[] = v.parse(v.array(Template), data)
