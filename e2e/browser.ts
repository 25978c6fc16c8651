// Finds a Chromium for the specs, and gets one where there is none: `node e2e/browser.ts` before Playwright. A
// Firefox is found or got as well, and done without where there is none.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { chromium } from 'playwright'

const FIREFOXES = ['firefox', 'firefox-esr']
const NAMES = ['chromium', 'google-chrome', 'google-chrome-stable', 'chromium-browser', 'chrome']

/** Names that end in `.test` are the tests' own, and no secure context, unlike loopback. */
const ALWAYS = [
  '--disable-gpu',
  '--disable-background-networking',
  '--host-resolver-rules=MAP *.test 127.0.0.1',
]

/** Chromium's sandbox does not start for root, which is who most containers run as. */
export const browserFlags = process.getuid?.() === 0 ? ['--no-sandbox', ...ALWAYS] : ALWAYS

/** The file to launch: Playwright's own browser, or one of the system's; undefined when there is neither. */
export function findBrowser(): string | undefined {
  const own = chromium.executablePath()
  if (existsSync(own)) return own
  return onPath(NAMES)
}

/** A Firefox of the system's; undefined when there is none. Playwright's own is another, with other ways in. */
export const findFirefox = (): string | undefined => onPath(FIREFOXES)

function onPath(names: readonly string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable)
}

/** The same, after trying to install one. Throws with what to do when that fails too. */
export function ensureBrowser(): string {
  const found = findBrowser()
  if (found) return found
  console.log('No Chromium found: installing one for the browser tests.')
  for (const install of [playwrightsOwn, debians]) {
    install()
    const installed = findBrowser()
    // A browser whose system libraries are missing is there, and cannot run.
    if (installed && runs(installed)) return installed
  }
  throw new Error(
    'The browser tests need Chromium, and it could not be installed. ' +
      'Install it (for Debian and Ubuntu: apt-get install chromium; elsewhere: npx playwright install --with-deps chromium) ' +
      'so that "chromium" or "google-chrome" is on PATH, and run this again.',
  )
}

function playwrightsOwn() {
  const cli = join(dirname(createRequire(import.meta.url).resolve('playwright/package.json')), 'cli.js')
  const withLibraries = process.getuid?.() === 0 ? ['--with-deps'] : []
  run(process.execPath, [cli, 'install', ...withLibraries, 'chromium'])
}

function debians() {
  debian('chromium')
}

function debian(name: string) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return
  run('apt-get', ['update'])
  run('apt-get', ['install', '-y', '--no-install-recommends', name])
}

/** The same for Firefox, which the specs can do without. */
export function ensureFirefox(): string | undefined {
  const found = findFirefox()
  if (!found) debian('firefox-esr')
  return found ?? findFirefox()
}

function run(command: string, args: string[]) {
  spawnSync(command, args, {
    stdio: 'inherit',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
}

const runs = (file: string) => spawnSync(file, ['--version']).status === 0

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

if (import.meta.main) {
  try {
    console.log(`The browser tests run in ${ensureBrowser()}`)
    console.log(`and in ${ensureFirefox() ?? 'no Firefox, for there is none'}`)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
