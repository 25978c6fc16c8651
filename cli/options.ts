/** What was typed, as what is to be done. */
import { parseArgs } from 'node:util'
import { presets } from '@fieldpost/shared/webhook/presets.ts'

export const DEFAULT_RELAY = 'http://localhost:4400'

/** The command was not understood; the message says what to type instead. */
export class UsageError extends Error {
  override name = 'UsageError'
}

export interface ListenOptions {
  relay: string
  key: string
  /** Where deliveries go. */
  forward: URL
  /** Whose submissions; the only form there is when absent. */
  form: string | undefined
  /** A webhook that is there already, in place of one for this run. */
  webhook: string | undefined
  /** For the webhook of this run; null leaves them as they are. */
  secret: string | null
  format: string | null
  preset: string | null
  keep: boolean
  yes: boolean
  verbose: boolean
}

export type Command =
  | { name: 'help' | 'help-listen' | 'version' }
  | { name: 'listen'; options: ListenOptions }

const formats = ['fields', 'event', 'responses']

/** Throws `UsageError` for what makes no sense. */
export function readCommand(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Command {
  const { values, positionals } = parsed(args)
  const [command, ...more] = positionals
  if (values.version) return { name: 'version' }
  if (values.help) return { name: command === 'listen' ? 'help-listen' : 'help' }
  if (command === undefined || command === 'help') return { name: 'help' }
  if (command !== 'listen' || more.length > 0) {
    throw new UsageError(`There is no command “${[command, ...more].join(' ')}”. See fieldpost --help.`)
  }
  return { name: 'listen', options: listenOptions(values, env) }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        forward: { type: 'string' },
        form: { type: 'string' },
        webhook: { type: 'string' },
        relay: { type: 'string' },
        key: { type: 'string' },
        secret: { type: 'string' },
        format: { type: 'string' },
        preset: { type: 'string' },
        keep: { type: 'boolean' },
        yes: { type: 'boolean', short: 'y' },
        verbose: { type: 'boolean', short: 'v' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    })
  } catch (error) {
    const [first = ''] = error instanceof Error ? error.message.split('. ') : []
    throw new UsageError(`${first}. See fieldpost listen --help.`)
  }
}

function listenOptions(
  values: ReturnType<typeof parsed>['values'],
  env: Readonly<Record<string, string | undefined>>,
): ListenOptions {
  const { form, webhook, secret, format, preset, keep = false, yes = false, verbose = false } = values
  if (form !== undefined && webhook !== undefined) {
    throw new UsageError('Give --form or --webhook, not both.')
  }
  if (webhook !== undefined && (secret ?? format ?? preset) !== undefined) {
    throw new UsageError('--secret, --format and --preset are for a webhook of its own, not for --webhook.')
  }
  if (format !== undefined && !formats.includes(format)) {
    throw new UsageError(`--format is one of: ${formats.join(', ')}.`)
  }
  if (preset !== undefined && !presets.some(({ id }) => id === preset)) {
    throw new UsageError(`--preset is one of: ${presets.map(({ id }) => id).join(', ')}.`)
  }
  const forward = address(
    values.forward,
    'Say where deliveries go: --forward http://localhost:3000/webhook, with the path of your receiver.',
  )
  const relay = address(
    values.relay ?? env.FIELDPOST_URL ?? DEFAULT_RELAY,
    `The relay’s address is written like ${DEFAULT_RELAY}: --relay, or FIELDPOST_URL in the environment.`,
  )
  const key = (values.key ?? env.FIELDPOST_KEY)?.trim()
  if (!key || !/^[\x21-\x7e]+$/.test(key)) {
    throw new UsageError(
      `An API key is needed: FIELDPOST_KEY in the environment, or --key. Make one at ${relay.origin}/api-keys.`,
    )
  }
  return {
    relay: relay.origin,
    key,
    forward,
    form,
    webhook,
    secret: secret ?? null,
    format: format ?? null,
    preset: preset ?? null,
    keep,
    yes,
    verbose,
  }
}

function address(text: string | undefined, advice: string): URL {
  if (text === undefined || !URL.canParse(text)) throw new UsageError(advice)
  const url = new URL(text)
  if (!/^https?:$/.test(url.protocol)) throw new UsageError(advice)
  if (url.username || url.password) {
    throw new UsageError(`${url.host}: an address with a user name or a password in it is not taken.`)
  }
  url.hash = ''
  return url
}
