// Why a request got no reply, in sentences for the owner.
import errors from 'undici/lib/core/errors.js'

/** Why a request that was given up was given up. */
export const STOPPING = 'The request was given up because the relay is stopping.'

export type FailureCode = 'timeout' | 'dns' | 'connection' | 'tls' | 'protocol' | 'blocked' | 'aborted'

/** Why a request got no reply. `message` is a sentence for the owner. */
export class SendError extends Error {
  override readonly name = 'SendError'
  readonly reason: FailureCode

  constructor(reason: FailureCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}

/** Explains why a name has no address. */
export function explainLookupError(cause: unknown, host: string): SendError {
  const code = codeOf(cause)
  const explain = (message: string) => new SendError('dns', message, { cause })
  if (code === 'ENOTFOUND' || code === 'ENODATA') return explain(`The DNS knows no address for ${host}.`)
  if (['EAI_AGAIN', 'ETIMEOUT', 'ESERVFAIL', 'EREFUSED', 'ECONNREFUSED'].includes(code))
    return explain(`The DNS did not answer for ${host}.`)
  return explain(`The address of ${host} could not be looked up (${code || messageOf(cause)}).`)
}

/** Explains why a connection did not come about; `isHandshaking` says whether it had come as far as TLS. */
export function explainConnectError(error: Error, url: URL, isHandshaking: boolean): SendError {
  if (error instanceof SendError) return error
  // Several addresses were tried; the last was given the most time.
  const cause = error instanceof AggregateError ? (error.errors.at(-1) ?? error) : error
  return isHandshaking ? explainTlsError(cause, url) : explainSocketError(cause, url)
}

/** Explains what undici says of a request that got no whole reply. */
export function explainRequestError(error: Error, url: URL): SendError {
  if (error instanceof SendError) return error
  const code = codeOf(error)
  // Only closing the pool does that to a request that is under way.
  if (code === 'UND_ERR_DESTROYED') return new SendError('aborted', STOPPING, { cause: error })
  if (code === 'UND_ERR_HEADERS_OVERFLOW') {
    return new SendError('protocol', `${url.host} replied with more than 16 KB of headers.`, { cause: error })
  }
  if (code === 'UND_ERR_INVALID_ARG') {
    return new SendError('protocol', `The request could not be written: ${error.message}.`, { cause: error })
  }
  if (
    error instanceof errors.HTTPParserError ||
    // undici's parser takes a status below 100 for a bug of its own.
    code === 'ERR_ASSERTION' ||
    code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' ||
    // A switch of protocols, or a second reply, that nobody asked for; undici gives these no code of their own.
    /^bad /.test(error.message)
  ) {
    return new SendError('protocol', `${url.host} did not reply in valid HTTP.`, { cause: error })
  }
  if (code.startsWith('ERR_SSL_')) {
    return new SendError('tls', `${url.host} ended the TLS connection (${code}).`, { cause: error })
  }
  return explainSocketError(error, url)
}

function explainSocketError(cause: unknown, url: URL): SendError {
  const code = codeOf(cause)
  const explain = (reason: FailureCode, message: string) => new SendError(reason, message, { cause })
  switch (code) {
    case 'ECONNREFUSED':
      return explain('connection', `Nothing accepts connections at ${url.host}.`)
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
      return explain('connection', `${url.host} closed the connection without a complete reply.`)
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return explain('connection', `There is no route to ${url.host} from here.`)
    case 'ETIMEDOUT':
      return explain('timeout', `${url.host} does not answer.`)
    default:
      return explain('connection', `The connection to ${url.host} failed (${code || messageOf(cause)}).`)
  }
}

function explainTlsError(cause: unknown, url: URL): SendError {
  const code = codeOf(cause)
  const explain = (message: string) => new SendError('tls', message, { cause })
  switch (code) {
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ETIMEDOUT':
      return explainSocketError(cause, url)
    case 'CERT_HAS_EXPIRED':
      return explain(`The TLS certificate of ${url.host} has expired.`)
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
      return explain(`The TLS certificate of ${url.host} is self-signed, not issued by a known authority.`)
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return explain(
        `The TLS certificate of ${url.host} cannot be traced to a known authority. ` +
          'Usually the server does not send its intermediate certificate.',
      )
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return explain(`The TLS certificate of ${url.host} was issued for another host.`)
    default:
      return explain(`The TLS handshake with ${url.host} failed (${code || messageOf(cause)}).`)
  }
}

/** The `code` of a system's or library's error, or ''. */
function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
