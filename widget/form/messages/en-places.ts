/** The words of addresses in English. */
import type { PlaceWords } from './words.ts'

export const enPlaces: PlaceWords = {
  address: {
    line1: 'Street address',
    line2: 'Flat, suite, building',
    city: 'City',
    region: 'State or region',
    postcode: 'Postcode',
    country: 'Country',
  },
  fillPart: 'Please fill this in.',
}
