import { Display } from '@fieldpost/shared/display.ts'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { displayOf } from './attributes.ts'

const own = v.parse(Display, {
  mode: 'slide-in',
  triggers: [{ on: 'delay', seconds: 5 }],
  urls: ['/own'],
  frequency: 'once',
  label: 'Own',
})

const read = (attributes: Record<string, string> = {}, mode = 'slide-in') =>
  displayOf(own, mode, { getAttribute: (name) => attributes[name] ?? null })

test('a place that says nothing gets the form as its owner designed it', () => {
  expect(read()).toEqual(own)
})

test('what a place says stands for what the form says', () => {
  const said = read(
    {
      'data-side': 'start',
      'data-edge': 'top',
      'data-urls': '/a  /b/*, !/b/c',
      'data-frequency': 'session',
      'data-label': 'Ask us',
    },
    'bar',
  )
  expect(said).toEqual({
    ...own,
    mode: 'bar',
    side: 'start',
    edge: 'top',
    urls: ['/a', '/b/*', '!/b/c'],
    frequency: 'session',
    label: 'Ask us',
  })
})

test('one trigger stands for all of the form', () => {
  expect(read({ 'data-exit': '' }).triggers).toEqual([{ on: 'exit' }])
  expect(
    read({ 'data-load': '', 'data-delay': '2.5', 'data-scroll': '50%', 'data-click': '#ask' }).triggers,
  ).toEqual([
    { on: 'load' },
    { on: 'delay', seconds: 2.5 },
    { on: 'scroll', percent: 50 },
    { on: 'click', selector: '#ask' },
  ])
  expect(read({ 'data-manual': '' }).triggers).toEqual([])
})

test('what cannot be understood says nothing', () => {
  const odd = { 'data-delay': 'soon', 'data-side': 'left', 'data-frequency': 'daily', 'data-click': '' }
  expect(read(odd)).toEqual(own)
  expect(read({ 'data-frequency': '0' }).frequency).toBe('once')
  expect(read({ 'data-frequency': '30' }).frequency).toBe(30)
})

test('a mode with another name is a popup', () => {
  expect(read({}, 'modal').mode).toBe('popup')
})
