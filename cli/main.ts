/** The command line: what was typed, the webhook, listening, and an end that leaves nothing behind. */
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { help, listenHelp } from './help.ts'
import { listen } from './listen.ts'
import { type ListenOptions, readCommand, UsageError } from './options.ts'
import { createPrinter, hasColors, type Printer } from './print.ts'
import { connect, Refused, type Relay, Unreachable } from './relay.ts'
import { findTarget, type Target, TargetError } from './target.ts'

/** The exit code for what was typed wrong, as most commands have it. */
const EXIT_USAGE = 2

// A pipe that was closed is no reason to leave a webhook behind.
process.stdout.on('error', () => {})

try {
  const command = readCommand(process.argv.slice(2), process.env)
  if (command.name === 'listen') await runListen(command.options)
  else process.stdout.write({ help, 'help-listen': listenHelp, version: `${version()}\n` }[command.name])
} catch (error) {
  if (!isExpected(error)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = error instanceof UsageError ? EXIT_USAGE : 1
}

async function runListen(options: ListenOptions): Promise<void> {
  const { stdout } = process
  const print = createPrinter({
    write: (text) => void stdout.write(text),
    colors: hasColors(stdout.isTTY, process.env),
    verbose: options.verbose,
  })
  const { stop, hurry } = listenToSignals()
  const relay = connect(options.relay, options.key)
  warnOfClearKey(relay, print)
  const target = await findTarget(relay, options, ask)
  try {
    introduce(target, options, print)
    await listen({
      relay,
      webhookId: target.webhook.id,
      to: options.forward,
      print,
      stop: stop.signal,
      hurry: hurry.signal,
    })
  } finally {
    await leave(relay, target, options, print)
  }
}

/** The first signal ends it, the second does not wait for what is under way, the third is the system's own. */
function listenToSignals() {
  const stop = new AbortController()
  const hurry = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (hurry.signal.aborted) process.exit(1)
      if (stop.signal.aborted) hurry.abort()
      stop.abort()
    })
  }
  return { stop, hurry }
}

function introduce({ webhook, form, own, found, secret }: Target, options: ListenOptions, print: Printer) {
  print.say(`Form      ${form.title} (${form.id})`)
  const origin = found ? `, ${own ? 'left behind' : 'kept'} by an earlier run` : ''
  print.say(`Webhook   ${webhook.id}${origin}`)
  print.say(`Forward   ${options.forward.href}`)
  if (secret !== null) print.say(`Secret    ${secret}`)
  else if (!webhook.signed) print.say('Secret    none: deliveries are not signed')
  else if (webhook.secretHint) print.say(`Secret    the one that ends in ${webhook.secretHint}`)
  else print.say('Secret    the one it was made with')
  if (form.version === null)
    print.warn('The form is not published yet, so there are no submissions but tests.')
  if (!own && !webhook.listen) print.warn(`${webhook.url} gets nothing as long as this listens.`)
  print.say('Listening. Ctrl-C ends it.')
}

async function leave(relay: Relay, { webhook, own }: Target, { keep }: ListenOptions, print: Printer) {
  if (!own || keep) {
    print.say(own ? `The webhook ${webhook.id} is kept; what comes waits for it.` : 'No longer listening.')
    return
  }
  try {
    await relay.call('DELETE', `/api/webhooks/${encodeURIComponent(webhook.id)}`)
    print.say('The webhook of this run was deleted.')
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return
    const why = error instanceof Error ? error.message : String(error)
    print.warn(`The webhook ${webhook.id} could not be deleted: ${why} The next run takes it up again.`)
  }
}

function warnOfClearKey({ url }: Relay, print: Printer) {
  const { protocol, hostname } = new URL(url)
  const isHere = /^(localhost|127\..*|\[::1\]|.*\.localhost)$/.test(hostname)
  if (protocol === 'http:' && !isHere)
    print.warn(`The API key goes to ${url} without TLS: others can read it.`)
}

/** False where nobody can be asked. */
async function ask(question: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return false
  const lines = createInterface({ input: process.stdin, output: process.stdout })
  const ended = new AbortController()
  lines.on('close', () => ended.abort())
  try {
    const answer = await lines.question(`${question}\nGo ahead? (y/N) `, { signal: ended.signal })
    return /^y(es)?$/i.test(answer.trim())
  } catch {
    return false
  } finally {
    lines.close()
  }
}

function isExpected(error: unknown): error is Error {
  return [UsageError, TargetError, Refused, Unreachable].some((kind) => error instanceof kind)
}

/** The manifest lies beside the sources, and above the build. */
function version(): string {
  for (const place of ['./package.json', '../package.json']) {
    try {
      const manifest = JSON.parse(readFileSync(new URL(place, import.meta.url), 'utf8')) as {
        name?: string
        version: string
      }
      if (manifest.name === 'fieldpost') return manifest.version
    } catch {
      // The other place.
    }
  }
  return 'unknown'
}
