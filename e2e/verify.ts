/**
 * Everything that CI runs, in one go: `node e2e/verify.ts`, which is `npm test`. Each step runs whatever became of
 * those before it, so that one run shows all there is to repair. The last line counts what really ran: every test,
 * and each of the other steps as one.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'

const ROOT = dirname(import.meta.dirname)
const REPORTS = join(ROOT, 'test-results')

interface Counts {
  passed: number
  failed: number
}

interface Step {
  /** What it shows, for the heading. */
  title: string
  /** A script of package.json, and what it is given beside. */
  script: string
  args?: string[]
  env?: Record<string, string>
  /** A file of counted tests; a step without one counts as one. */
  report?: { file: string; read: (json: unknown) => Counts }
}

const vitestReport = join(REPORTS, 'unit.json')
const playwrightReport = join(REPORTS, 'e2e.json')

const steps: Step[] = [
  { title: 'Lint', script: 'lint' },
  { title: 'Types', script: 'types' },
  { title: 'Unused code', script: 'unused' },
  {
    title: 'Unit tests',
    script: 'unit',
    args: ['--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`],
    report: { file: vitestReport, read: readVitest },
  },
  { title: 'Build, with its size budgets', script: 'build' },
  { title: 'A browser', script: 'browser' },
  {
    title: 'Browser tests',
    script: 'playwright',
    args: ['--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: playwrightReport },
    report: { file: playwrightReport, read: readPlaywright },
  },
]

rmSync(REPORTS, { recursive: true, force: true })
const total: Counts = { passed: 0, failed: 0 }
const lines: string[] = []
let tests = 0
for (const step of steps) {
  console.log(`\n── ${step.title} ──`)
  const began = performance.now()
  const ok = await succeeds(step)
  const counts = countsOf(step, ok)
  total.passed += counts.passed
  total.failed += counts.failed
  if (step.report) tests += counts.passed
  const seconds = ((performance.now() - began) / 1_000).toFixed(1)
  const result = `${counts.passed} passed, ${counts.failed} failed`
  lines.push(`${counts.failed > 0 ? '✗' : '✓'} ${step.title}: ${result} (${seconds} s)`)
}

console.log(`\n${lines.join('\n')}`)
console.log(`${total.passed} passed, ${total.failed} failed`)
// A run in which no test passed has shown nothing, whatever its steps said.
process.exitCode = total.failed > 0 || tests === 0 ? 1 : 0

async function succeeds({ script, args = [], env = {} }: Step): Promise<boolean> {
  const child = spawn(process.execPath, ['--run', script, ...(args.length > 0 ? ['--', ...args] : [])], {
    cwd: ROOT,
    stdio: 'inherit',
    // Tools that name `node` in their first line must not find an older one.
    env: {
      ...process.env,
      ...env,
      PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`,
    },
  })
  const [code] = await once(child, 'exit')
  return code === 0
}

/** A runner that failed without a failed test (it crashed, or a file could not be read) still counts as one. */
function countsOf({ report }: Step, ok: boolean): Counts {
  if (!report) return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 }
  let counts: Counts = { passed: 0, failed: 0 }
  try {
    counts = report.read(JSON.parse(readFileSync(report.file, 'utf8')))
  } catch {
    console.error(`There is no readable report at ${report.file}: the runner did not come to its end.`)
    return { passed: 0, failed: 1 }
  }
  return { passed: counts.passed, failed: ok ? counts.failed : Math.max(1, counts.failed) }
}

function readVitest(json: unknown): Counts {
  const { numPassedTests, testResults } = json as {
    numPassedTests: number
    testResults: { status: string; assertionResults: { status: string }[] }[]
  }
  const failed = testResults.map(({ status, assertionResults }) => {
    const tests = assertionResults.filter((test) => test.status === 'failed').length
    return status === 'failed' ? Math.max(1, tests) : tests
  })
  return { passed: numPassedTests, failed: failed.reduce((sum, count) => sum + count, 0) }
}

function readPlaywright(json: unknown): Counts {
  const { stats, errors } = json as {
    stats: { expected: number; unexpected: number; flaky: number }
    errors: unknown[]
  }
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length }
}
