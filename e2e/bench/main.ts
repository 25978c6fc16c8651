/**
 * `pnpm bench [intake|delivery|backlog|queues|widget]`: each benchmark prints lines that compare with others of its
 * kind, beside a baseline measured in the same run, and fails when a bound that it gives is broken.
 */
import { backlog } from '@fieldpost/server/bench/backlog.ts'
import { delivery } from '@fieldpost/server/bench/delivery.ts'
import { intake } from '@fieldpost/server/bench/intake.ts'
import { queues } from './queues.ts'
import { widget } from './widget.ts'

const benchmarks: Record<string, () => Promise<void>> = { intake, delivery, backlog, queues, widget }

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !benchmarks[name])
if (unknown.length > 0) {
  console.error(
    `There is no benchmark ${unknown.join(', ')}. There are: ${Object.keys(benchmarks).join(', ')}.`,
  )
  process.exit(1)
}
for (const name of wanted.length > 0 ? wanted : Object.keys(benchmarks)) {
  try {
    await benchmarks[name]?.()
  } catch (error) {
    // The others are measured all the same.
    console.error(name, error)
    process.exitCode = 1
  }
}
// What one that failed has started is still there.
process.exit()
