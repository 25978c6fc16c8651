// A namespace, not an object: a browser's bundle keeps the numbers that it uses and none of their names.
export * as limits from './sizes.ts'
