// The pages in hosts/, served with the tag that an owner copies: `https://relay.example` and FORM_ID filled in.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type HostPage, type HostPageOptions, hostPage } from './stack.ts'

export type HostName =
  | 'plain'
  | 'single-tag'
  | 'element'
  | 'twice'
  | 'strict-csp'
  | 'hostile-css'
  | 'rtl'
  | 'spa'
  | 'long'

const TYPES = { css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8' }

/** `relay` is the origin in the tag. A page's own style sheet and script are `/host.css` and `/host.js`. */
export function openHost(
  name: HostName,
  { relay, form }: { relay: string; form: string },
  options: HostPageOptions = {},
): Promise<HostPage> {
  const read = (extension: string) => {
    const file = join(import.meta.dirname, 'hosts', `${name}.${extension}`)
    if (!existsSync(file)) return undefined
    return readFileSync(file, 'utf8').replaceAll('https://relay.example', relay).replaceAll('FORM_ID', form)
  }
  const files: NonNullable<HostPageOptions['files']> = {}
  for (const [extension, type] of Object.entries(TYPES)) {
    const body = read(extension)
    if (body !== undefined) files[`/host.${extension}`] = { type, body }
  }
  return hostPage(read('html') ?? '', { ...options, files })
}

/** The strictest policy that the tag works under. */
export const strictCsp = (relay: string) =>
  [
    "default-src 'none'",
    `script-src ${relay}`,
    `connect-src ${relay}`,
    "style-src 'self'",
    "require-trusted-types-for 'script'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
