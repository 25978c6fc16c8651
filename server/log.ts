/** The log: JSON lines on stdout, or lines for people when stdout is a terminal. */
import { pino } from 'pino'
import type { Config } from './config.ts'

/** What a log line must never hold, wherever an error carries it along. */
const SECRET_PATHS = [
  'headers.authorization',
  'headers.cookie',
  '*.headers.authorization',
  '*.headers.cookie',
  '*.secret',
]

export type Log = ReturnType<typeof createLog>

export function createLog(level: Config['logLevel'], terminal = process.stdout.isTTY) {
  return pino({
    level,
    base: null,
    redact: SECRET_PATHS,
    ...(terminal && {
      transport: {
        target: 'pino-pretty',
        options: { ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss' },
      },
    }),
  })
}
