/** `pnpm bench [intake|delivery]`: each benchmark prints one line that compares with others of its kind. */
import { delivery } from './delivery.ts'
import { intake } from './intake.ts'

const benchmarks: Record<string, () => Promise<void>> = { intake, delivery }

const wanted = process.argv.slice(2)
for (const name of wanted.length > 0 ? wanted : Object.keys(benchmarks)) {
  const benchmark = benchmarks[name]
  if (!benchmark) {
    console.error(`There is no benchmark ${name}. There are: ${Object.keys(benchmarks).join(', ')}.`)
    process.exit(1)
  }
  await benchmark()
}
