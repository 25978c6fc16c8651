import { chromium } from 'playwright'

const [, , url, out, scheme = 'light', width = '1280', ...acts] = process.argv
const b = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
})
const c = await b.newContext({ viewport: { width: +width, height: 860 }, colorScheme: scheme })
const p = await c.newPage()
p.on('console', (m) => ['error', 'warning'].includes(m.type()) && console.log('console', m.text()))
p.on('pageerror', (e) => console.log('pageerror', e.message))
await p.goto(url)
await p.waitForTimeout(1200)
for (const a of acts) {
  await eval(`(async()=>{${a}})()`)
  await p.waitForTimeout(400)
}
await p.screenshot({ path: out, fullPage: true })
await b.close()
