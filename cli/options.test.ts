import { describe, expect, it } from 'vitest'
import { type ListenOptions, readCommand, UsageError } from './options.ts'

const env = { FIELDPOST_KEY: 'fp_key' }
const listen = (...args: string[]): ListenOptions => {
  const command = readCommand(['listen', ...args], env)
  if (command.name !== 'listen') throw new Error(`It is ${command.name}`)
  return command.options
}
const forward = ['--forward', 'http://localhost:3000/hook?a=1#part']

describe('listen', () => {
  it('needs a key and an address, and knows the rest', () => {
    expect(listen(...forward)).toEqual({
      relay: 'http://localhost:4400',
      key: 'fp_key',
      forward: new URL('http://localhost:3000/hook?a=1'),
      form: undefined,
      webhook: undefined,
      secret: null,
      format: null,
      preset: null,
      keep: false,
      yes: false,
      verbose: false,
    })
  })

  it('takes settings from the environment, and options over them', () => {
    const from = { FIELDPOST_URL: 'https://forms.example/editor', FIELDPOST_KEY: 'one' }
    expect(readCommand(['listen', ...forward], from)).toMatchObject({
      options: { relay: 'https://forms.example', key: 'one' },
    })
    const over = ['--relay', 'http://127.0.0.1:1', '--key', ' two\n']
    expect(readCommand(['listen', ...forward, ...over], from)).toMatchObject({
      options: { relay: 'http://127.0.0.1:1', key: 'two' },
    })
  })

  it.each([
    ['no address', [], /--forward http/],
    ['an address that is none', ['--forward', 'localhost:3000'], /--forward http/],
    ['a file', ['--forward', 'file:///etc/passwd'], /--forward http/],
    ['a password in the address', ['--forward', 'http://a:b@localhost/'], /password/],
    ['a form and a webhook', [...forward, '--form', 'a', '--webhook', 'b'], /not both/],
    [
      'settings for a webhook that has its own',
      [...forward, '--webhook', 'b', '--secret', 's'],
      /of its own/,
    ],
    ['a format that there is not', [...forward, '--format', 'xml'], /fields, event, responses/],
    ['a preset that there is not', [...forward, '--preset', 'x'], /embeddable, /],
    ['an option that there is not', [...forward, '--frm', 'x'], /--frm.*--help/],
    ['a key that is two lines', [...forward, '--key', 'a\nb'], /API key/],
    ['a relay without its scheme', [...forward, '--relay', 'forms.example'], /written like/],
  ])('says what to type instead of %s', (_, args, message) => {
    expect(() => listen(...args)).toThrow(UsageError)
    expect(() => listen(...args)).toThrow(message)
  })

  it('says where a key is made', () => {
    expect(() => readCommand(['listen', ...forward], { FIELDPOST_URL: 'https://forms.example' })).toThrow(
      'https://forms.example/api-keys',
    )
  })
})

it.each([
  [[], 'help'],
  [['--help'], 'help'],
  [['help'], 'help'],
  [['listen', '--help'], 'help-listen'],
  [['listen', '--forward', 'x', '-h'], 'help-listen'],
  [['--version'], 'version'],
])('%j is %s', (args, name) => {
  expect(readCommand(args, {})).toEqual({ name })
})

it('knows no other command', () => {
  expect(() => readCommand(['send'], env)).toThrow('There is no command “send”')
  expect(() => readCommand(['listen', 'now'], env)).toThrow('There is no command “listen now”')
})
