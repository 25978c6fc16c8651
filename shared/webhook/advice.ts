/** What the owner of a receiver can do about an answer that was not a 2xx. */

/** Where in the editor it can be done. */
export type AdvicePlace = 'settings' | 'doctor' | 'payload' | 'receiver'

export interface Advice {
  text: string
  place?: AdvicePlace
}

const byStatus: Readonly<Record<number, Advice>> = {
  400: {
    text: 'The receiver could not use the request. Most often it refuses the signature, or expects another format.',
    place: 'doctor',
  },
  401: {
    text: 'The receiver refuses the signature, or wants an Authorization header. The signature doctor tells what is wrong with a signature; a header can be added in the settings.',
    place: 'doctor',
  },
  403: {
    text: 'The receiver refuses the signature, or something in front of it (a firewall, a bot check) refuses the relay.',
    place: 'doctor',
  },
  404: { text: 'Nothing is at this path any more, or not yet. Check the callback URL.', place: 'settings' },
  405: {
    text: 'The receiver is there, but takes another method. Check it, and the path, in the settings.',
    place: 'settings',
  },
  408: {
    text: 'The receiver gave up waiting. It is tried again while attempts are left; look at its own log if that happens often.',
  },
  409: {
    text: 'The receiver says that it has this already, or that it conflicts. Answer 200 to an X-Webhook-Id that you have handled.',
    place: 'receiver',
  },
  410: {
    text: 'The receiver says that it is gone for good. Give the webhook another URL, or delete it.',
    place: 'settings',
  },
  411: {
    text: 'Something in front of the receiver wants a length that is always sent. Look at its own log.',
  },
  413: {
    text: 'The body is too large for the receiver, or for the proxy in front of it. Raise its limit to 1 MB.',
  },
  415: {
    text: 'The receiver takes another content type. Choose between JSON and form-urlencoded in the settings.',
    place: 'settings',
  },
  422: {
    text: 'The receiver understood the request and refuses what is in it. Compare what it expects with the payload.',
    place: 'payload',
  },
  425: { text: 'The receiver asks to come later. It is tried again while attempts are left.' },
  429: {
    text: 'The receiver asks to go slower. It is tried again while attempts are left, not before its Retry-After.',
  },
  502: { text: 'The proxy in front of the receiver got no answer from it. Is the program running?' },
  503: { text: 'The receiver is overloaded or being started. It is tried again while attempts are left.' },
  504: {
    text: 'The receiver takes too long for the proxy in front of it. Answer first, then work on what came.',
    place: 'receiver',
  },
}

const redirected: Advice = {
  text: 'Where it leads is in the location header of the answer. It is not followed because it could lead anywhere.',
  place: 'settings',
}
const refused: Advice = { text: 'The receiver refuses this request. Its own log says why.' }
const broken: Advice = {
  text: 'The receiver failed while it worked on this. Its own log says why; it is tried again while attempts are left.',
}
const slow: Advice = {
  text: 'Answer with a 2xx as soon as the body is kept, and work on it afterwards; or give the receiver more time in the settings.',
  place: 'settings',
}

/**
 * What to do about an attempt; undefined when it succeeded, or when its error says all there is to say. `timeoutMs` is
 * what the receiver had.
 */
export function adviceFor(
  { status, durationMs }: { status: number | null; durationMs: number },
  timeoutMs: number,
): Advice | undefined {
  if (status === null) return durationMs >= timeoutMs ? slow : undefined
  if (status >= 200 && status < 300) return undefined
  const known = byStatus[status]
  if (known) return known
  if (status >= 300 && status < 400) return redirected
  return status >= 400 && status < 500 ? refused : broken
}
