import type { ComponentChild } from 'preact'
import { parts } from './parts.ts'

/**
 * A text of the owner as nodes: text can only ever become text. The small markdown is loaded by the forms that have
 * any. `flat` leaves links out, for words that are a link already.
 */
export const inline = (text: string, flat?: boolean): ComponentChild => parts.text?.draw(text, flat) ?? text
