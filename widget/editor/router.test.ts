import { describe, expect, test } from 'vitest'
import { parseRoute, paths } from './router.ts'

describe('parseRoute', () => {
  test.each([
    ['/', { screen: 'forms' }],
    ['/forms', { screen: 'forms' }],
    ['/forms/abc', { screen: 'build', formId: 'abc' }],
    ['/forms/abc/', { screen: 'build', formId: 'abc' }],
    ['/forms/abc/responses?cursor=2', { screen: 'responses', formId: 'abc' }],
    ['/forms/abc/share', { screen: 'share', formId: 'abc' }],
    ['/forms/abc/integrations', { screen: 'webhooks', formId: 'abc' }],
    ['/forms/abc/integrations/new', { screen: 'new-webhook', formId: 'abc' }],
    ['/api-keys', { screen: 'api-keys' }],
    ['/inbox/t-1', { screen: 'inbox', token: 't-1' }],
    ['/setup#once-only', { screen: 'setup', token: 'once-only' }],
    ['/setup?token=once', { screen: 'setup', token: 'once' }],
    ['/setup', { screen: 'setup', token: '' }],
    ['/sign-in', { screen: 'sign-in', next: '/' }],
  ])('%s is %j', (address, route) => {
    expect(parseRoute(address)).toEqual(route)
  })

  test.each([
    '/nothing',
    '/forms/abc/nothing',
    '/forms/abc/build/more',
    '/forms/abc/integrations/w1/nothing',
    '/forms/abc/integrations/w1/settings/d1',
    '/forms/abc/integrations/w1/deliveries/d1/more',
    '/inbox',
    '/api-keys/more',
    '/inbox/t/more',
    '/setup/more',
  ])('%s is no screen', (address) => {
    expect(parseRoute(address)).toEqual({ screen: 'not-found' })
  })

  test('survives an address with a broken escape', () => {
    expect(parseRoute('/forms/%E0%A4%A')).toEqual({ screen: 'build', formId: '%E0%A4%A' })
  })

  test('reads back every path that the editor makes', () => {
    expect(parseRoute(paths.build('f'))).toEqual({ screen: 'build', formId: 'f' })
    expect(parseRoute(paths.integrations('f'))).toEqual({ screen: 'webhooks', formId: 'f' })
    expect(parseRoute(paths.newWebhook('f'))).toEqual({ screen: 'new-webhook', formId: 'f' })
    expect(parseRoute(paths.responses('f'))).toEqual({ screen: 'responses', formId: 'f' })
    expect(parseRoute(paths.share('f'))).toEqual({ screen: 'share', formId: 'f' })
    expect(parseRoute(paths.inbox('t'))).toEqual({ screen: 'inbox', token: 't' })
    const webhook = { screen: 'webhook', formId: 'f', webhookId: 'w', deliveryId: null }
    expect(parseRoute(paths.webhook('f', 'w'))).toEqual({ ...webhook, view: 'deliveries' })
    expect(parseRoute(paths.webhook('f', 'w', 'payload'))).toEqual({ ...webhook, view: 'payload' })
    expect(parseRoute(paths.webhook('f', 'w', 'receiver'))).toEqual({ ...webhook, view: 'receiver' })
    expect(parseRoute(paths.webhook('f', 'w', 'doctor'))).toEqual({ ...webhook, view: 'doctor' })
    expect(parseRoute(paths.delivery('f', 'w', 'd'))).toEqual({
      ...webhook,
      view: 'deliveries',
      deliveryId: 'd',
    })
  })
})

describe('after signing in', () => {
  test('one is taken back to where one was', () => {
    const path = paths.signIn('/forms/abc/responses?q=a b')
    expect(parseRoute(path)).toEqual({ screen: 'sign-in', next: '/forms/abc/responses?q=a b' })
  })

  test.each([
    'https://evil.example/',
    '//evil.example/forms',
    '/\\evil.example',
    'javascript:alert(1)',
    '/nothing',
    '/sign-in',
    '',
  ])('nobody is sent to %s', (next) => {
    expect(parseRoute(`/sign-in?next=${encodeURIComponent(next)}`)).toEqual({ screen: 'sign-in', next: '/' })
  })
})
