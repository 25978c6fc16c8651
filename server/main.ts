/** Starts the relay from the environment, tells the console where it is, and stops it cleanly. */
import { enableCompileCache, registerHooks } from 'node:module'

// Before anything else is loaded: compiling is a good part of a start.
enableCompileCache()
// Drizzle as CommonJS. Its hundreds of ES modules cost Node's loader 150 MB and half a second at every start; the
// same code as CommonJS costs 20 MB and less than a tenth of one.
registerHooks({
  resolve: (specifier, context, next) =>
    next(
      specifier,
      specifier.startsWith('drizzle-orm')
        ? { ...context, conditions: ['node', 'require', 'default'] }
        : context,
    ),
})

const { readConfig } = await import('./config.ts')
const { createLog } = await import('./log.ts')
const { startRelay } = await import('./relay.ts')

/** A stop that has not ended by then is broken off. */
const LAST_MOMENT_MS = 10_000

// A console that was closed is no reason to stop serving.
process.stdout.on('error', () => {})

try {
  const config = readConfig(process.env)
  const log = createLog(config.logLevel)
  const relay = await startRelay(config, log)
  console.log(`listening on ${relay.url}`)
  const lines = [
    relay.demo && ['Demo page', `${relay.publicUrl}/demo`],
    ['Editor', relay.publicUrl],
    relay.setupUrl && [
      'Set up',
      `${relay.setupUrl}\n             (good once, for the first owner; a restart makes a new one)`,
    ],
  ]
  for (const line of lines) if (line) console.log(`  ${line[0]?.padEnd(10)} ${line[1]}`)

  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(1), LAST_MOMENT_MS).unref()
    await relay.stop()
    process.exit(0)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
} catch (error) {
  console.error(explain(error))
  process.exit(1)
}

/** What an operator can mend is said in a sentence; anything else is a bug and shows where. */
function explain(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  if ('code' in error && error.code === 'EADDRINUSE') {
    return `${error.message}: something listens there already. Set PORT to another one, or 0 for any.`
  }
  return ['ConfigError', 'StoreUnavailable', 'UploadsUnavailable'].includes(error.name)
    ? error.message
    : error
}
