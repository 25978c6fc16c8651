import { defineConfig } from '@playwright/test'
import { browserFlags, findBrowser } from './browser.ts'

const executablePath = findBrowser()

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../test-results/e2e',
  // A test that passes the second time has found something too.
  retries: 0,
  workers: 2,
  // A test that waits for a lease to run out shares its file with quick ones.
  fullyParallel: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    headless: true,
    launchOptions: { args: browserFlags, ...(executablePath && { executablePath }) },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    actionTimeout: 10_000,
    navigationTimeout: 15_000,
    contextOptions: { reducedMotion: 'reduce' },
  },
})
