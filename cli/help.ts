import { presets } from '@fieldpost/shared/webhook/presets.ts'
import { DEFAULT_RELAY } from './options.ts'

export const help = `Usage: fieldpost <command> [options]

Commands:
  listen      forward a form's deliveries to the receiver on this machine

Options:
  --help      show this, or what a command takes: fieldpost listen --help
  --version   show the version
`

export const listenHelp = `Usage: fieldpost listen --forward URL [options]

Forwards every delivery to URL, signed as the relay would send it, and tells the
relay what your receiver answered: the log, retries and pauses are the same. The
relay itself never calls URL, so localhost needs no tunnel.

Options:
  --forward URL    your receiver, such as http://localhost:3000/webhook
  --form ID        whose submissions; not needed while there is only one form
  --webhook ID     the deliveries of a webhook that is there already: as long as
                   this runs they come here, and not to its own URL
  --relay URL      the relay (FIELDPOST_URL); default ${DEFAULT_RELAY}
  --key KEY        an API key (FIELDPOST_KEY); others may see what is typed here,
                   so better set the environment
  --secret TEXT    sign with this secret instead of a new one
  --preset NAME    send like: ${wrapped(presets.map(({ id }) => id))}
  --format NAME    the body: fields, event or responses
  --keep           keep the webhook of this run when it ends, and after others
  --yes, -y        do not ask before taking over a webhook that is in use
  --verbose, -v    show bodies

Without --webhook a webhook is made for this run, and deleted when it ends. One
that a crash left behind is taken up again, with what has come since.
Ctrl-C ends it.
`

function wrapped(words: readonly string[]): string {
  const lines: string[] = ['']
  for (const [i, word] of words.entries()) {
    const text = i < words.length - 1 ? `${word}, ` : word
    if ((lines.at(-1) ?? '').length + text.length > 48) lines.push('')
    lines[lines.length - 1] += text
  }
  return lines.map((line) => line.trimEnd()).join(`\n${' '.repeat(19)}`)
}
