// The real relay with the real built tag, on a form that an owner published.
import { ownerOf } from '../owner.ts'
import type { Relay } from '../stack.ts'
import type { Contestant } from './contestant.ts'
import { questions, TITLE } from './questions.ts'

export async function fieldpost(relay: Relay): Promise<Contestant> {
  const form = await ownerOf(relay).makeForm({ title: TITLE, fields: [...questions] })
  return {
    name: 'Fieldpost',
    head: `<script async src="${relay.publicUrl}/embed.js"></script>`,
    place: `<div data-fieldpost="${form.id}"></div>`,
    limits: [],
  }
}
