// What happens on an owner's side of things that is not ours: visitors come, pages fail, receivers verify.
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Receiver } from '@fieldpost/server/test/receiver.ts'

import type { SubmissionReceipt } from '@fieldpost/shared/submission.ts'
import type { Page, Request } from '@playwright/test'
import type { Relay } from './stack.ts'
import { expect } from './test.ts'

/** Posts what the widget would, and gives the relay's answer as it came. */
export const post = (
  relay: Pick<Relay, 'url'>,
  formId: string,
  body: object,
  headers: Record<string, string> = { 'content-type': 'text/plain' },
) =>
  fetch(`${relay.url}/v1/forms/${formId}/submissions`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })

/** The same, where it is taken for granted that the relay accepts. */
export async function submit(
  relay: Pick<Relay, 'url'>,
  formId: string,
  answers: Record<string, unknown>,
): Promise<SubmissionReceipt> {
  const response = await post(relay, formId, { answers })
  if (response.ok) return (await response.json()) as SubmissionReceipt
  throw new Error(`The submission was answered ${response.status}: ${await response.text()}`)
}

export const ada = { name: 'Ada Lovelace', email: 'ada@example.com' }

/** Fills in the contact form; `form` may narrow it to one of several on the page. */
export async function fillIn(form: Pick<Page, 'getByLabel'>, { name, email } = ada): Promise<void> {
  await form.getByLabel('Name').fill(name)
  await form.getByLabel('Email').fill(email)
}

/** Sends it, and waits for the thanks. */
export async function send(form: Pick<Page, 'getByRole'>): Promise<void> {
  await form.getByRole('button', { name: 'Send' }).click()
  await expect(form.getByRole('heading', { name: 'Thank you' })).toBeVisible()
}

/** Collects what would spoil the owner's page: errors that nobody caught, and lines on its console. */
export function watchErrors(page: Page): readonly string[] {
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text())
  })
  return errors
}

/** The submissions that this page sends from now on, tries that failed too. */
export function submissionsOf(page: Page): readonly Request[] {
  const requests: Request[] = []
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/submissions')) requests.push(request)
  })
  return requests
}

/** What an owner writes into their receiver, after the documentation of `X-Signature`. */
export function verifies({ headers, body }: Receiver['requests'][number], secret: string): boolean {
  const expected = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
  const given = String(headers['x-signature'])
  return given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected))
}
