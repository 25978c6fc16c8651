// A form that asks everything: each kind of field, on three pages.
import type { DefinitionInput } from '@fieldpost/shared/form.ts'
import type { Page } from '@playwright/test'
import type { FieldInput } from './owner.ts'

export const options = [
  { value: 's', label: 'Small' },
  { value: 'm', label: 'Medium' },
  { value: 'l', label: 'Large' },
]

const typed: FieldInput[] = [
  { id: 'a0', name: 'intro', kind: 'statement', label: 'Hello', help: 'With a **bold** word.' },
  { id: 'a1', name: 'text', kind: 'text', label: 'Nickname', required: true, help: 'Any will do.' },
  { id: 'a2', name: 'story', kind: 'long-text', label: 'Story' },
  { id: 'a3', name: 'email', kind: 'email', label: 'Email' },
  { id: 'a4', name: 'phone', kind: 'phone', label: 'Phone' },
  { id: 'a5', name: 'site', kind: 'url', label: 'Site' },
  { id: 'a6', name: 'amount', kind: 'number', label: 'Amount' },
  { id: 'a7', name: 'day', kind: 'date', label: 'Day', half: true },
  { id: 'a8', name: 'hour', kind: 'time', label: 'Hour', half: true },
  { id: 'a9', name: 'home', kind: 'address', label: 'Home' },
]
const chosen: FieldInput[] = [
  { id: 'b1', name: 'size', kind: 'single-choice', label: 'Size', options },
  { id: 'b2', name: 'sizes', kind: 'multiple-choice', label: 'Sizes', options, max: 2 },
  { id: 'b3', name: 'drop', kind: 'dropdown', label: 'Menu', options },
  { id: 'b4', name: 'sure', kind: 'yes-no', label: 'Sure?' },
  { id: 'b5', name: 'stars', kind: 'rating', label: 'Stars', max: 5 },
  { id: 'b6', name: 'nps', kind: 'nps', label: 'Recommend' },
  { id: 'b7', name: 'mood', kind: 'smiley', label: 'Mood' },
  { id: 'b8', name: 'agree', kind: 'consent', label: 'I agree', required: true },
  { id: 'b9', name: 'source', kind: 'hidden', label: 'Source', default: 'shop' },
]
const rows = [
  { value: 'speed', label: 'Speed' },
  { value: 'price', label: 'Price' },
]
const columns = [
  { value: 'bad', label: 'Bad' },
  { value: 'good', label: 'Good' },
]
const pictures = options.map((option) => ({ ...option, image: `https://pictures.test/${option.value}.svg` }))
const arranged: FieldInput[] = [
  { id: 'c1', name: 'effort', kind: 'scale', label: 'Effort', lowLabel: 'Little', highLabel: 'Much' },
  { id: 'c2', name: 'heat', kind: 'slider', label: 'Heat', min: -10, max: 10, step: 0.5, unit: '°C' },
  { id: 'c3', name: 'grid', kind: 'matrix', label: 'Marks', rows, columns },
  { id: 'c4', name: 'order', kind: 'ranking', label: 'Order', options },
  { id: 'c5', name: 'look', kind: 'picture-choice', label: 'Look', options: pictures },
  { id: 'c6', name: 'looks', kind: 'picture-choice', label: 'Looks', options: pictures, multiple: true },
  { id: 'c7', name: 'cv', kind: 'file', label: 'Papers', accept: ['pdf', 'image'], maxFiles: 2 },
  { id: 'c8', name: 'sign', kind: 'signature', label: 'Signature' },
]

export const everything: DefinitionInput = {
  pages: [
    { id: 'p1', title: 'Write', fields: typed },
    { id: 'p2', title: 'Choose', fields: chosen },
    { id: 'p3', title: 'Arrange', fields: arranged },
  ],
}

/** Answers for the pictures of its options, which are on a server that is not there. */
export const servePictures = (page: Page) =>
  page.route('https://pictures.test/*', (route) =>
    route.fulfill({ contentType: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg"/>' }),
  )
