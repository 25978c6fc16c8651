import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { curlOf } from './curl.ts'

it('says to a shell exactly what was sent', () => {
  const body = `{"name":"O'Brien","text":"$(touch x) \`y\` \\\\ \\"z\\""}\n`
  const request = {
    method: 'PUT',
    url: "https://receiver.example/?a=1&b='2'",
    headers: { 'Content-Type': 'application/json', 'X-Signature': 'sha256=00', Authorization: '••••' },
  }
  const command = curlOf({ request }, { body })
  // printf in place of curl: one argument to a line that ends with a mark.
  const told = execFileSync('sh', ['-c', command.replace(/^curl/, "printf '%s|'")]).toString()
  expect(told.split('|')).toEqual([
    '-i',
    '-X',
    'PUT',
    request.url,
    '-H',
    'Content-Type: application/json',
    '-H',
    'X-Signature: sha256=00',
    '-H',
    'Authorization: ••••',
    '--data-raw',
    body,
    '',
  ])
})
