/** What both sides of better-auth must agree on. Kept apart from it, because it is loaded late. */

export const BASE_PATH = '/api/auth'

/** The address of the connection: set by the gate on every request that reaches better-auth, and by nobody else. */
export const ADDRESS_HEADER = 'x-fieldpost-address'

/** `__Host-` keeps other hosts of the domain from setting the cookie, but browsers take it only over HTTPS. */
export const cookiePrefix = (secure: boolean): string => (secure ? '__Host-fieldpost' : 'fieldpost')

/** As better-auth names it. */
export const sessionCookie = (secure: boolean): string => `${cookiePrefix(secure)}.session_token`

const DAY_S = 24 * 60 * 60
/** How long a session lasts that is not used. */
export const SESSION_S = 30 * DAY_S
/** How old a session gets before its use extends it. */
export const RENEWED_AFTER_S = DAY_S
