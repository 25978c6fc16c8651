import type { Attempt, Delivery } from '@fieldpost/shared/resources.ts'

/** Text as a shell takes it literally. */
const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`

/** An attempt as a command that sends the same: with its signatures as they were, and what is masked left masked. */
export function curlOf({ request }: Pick<Attempt, 'request'>, { body }: Pick<Delivery, 'body'>): string {
  const headers = Object.entries(request.headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`)
  return [
    `curl -i -X ${request.method} ${quoted(request.url)}`,
    ...headers,
    `--data-raw ${quoted(body)}`,
  ].join(' \\\n  ')
}
