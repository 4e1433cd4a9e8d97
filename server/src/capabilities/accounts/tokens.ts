/** Tokens: short signed ones that say who, and long random ones that renew them. */
import { createHash, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { fault } from '@community-chat/shared/protocol/faults'
import jwt from 'jsonwebtoken'
import { newId } from '../../kernel/id'
import type { Identity } from '../../kernel/context'

const party = 'community-chat'
const algorithm = 'HS256'

/** Signs and reads access tokens with one secret. */
export interface Tokens {
  seconds: number
  sign: (userId: string, sessionId: string, isAdmin: boolean) => string
  /** Who the token names; throws `unauthenticated` for a token that is not ours, altered or ended. */
  read: (token: string) => Identity
}

/** Tokens that last `seconds`. */
export function openTokens(secret: string, seconds: number): Tokens {
  // Made once: of a text it would be made anew for every token.
  const key = createSecretKey(Buffer.from(secret))
  return { seconds, sign: (...who) => sign(key, seconds, ...who), read: token => read(key, token) }
}

const sign = (key: KeyObject, seconds: number, userId: string, sessionId: string, isAdmin: boolean): string =>
  jwt.sign({ sid: sessionId, ...(isAdmin ? { adm: true } : {}) }, key, {
    algorithm,
    subject: userId,
    issuer: party,
    audience: party,
    expiresIn: seconds,
    // Two tokens of one second must differ, or a renewed one could not be told from the old.
    jwtid: newId(),
  })

function read(key: KeyObject, token: string): Identity {
  try {
    const claims = jwt.verify(token, key, { algorithms: [algorithm], issuer: party, audience: party })
    if (
      typeof claims === 'object' &&
      typeof claims.sub === 'string' &&
      typeof claims.sid === 'string' &&
      claims.exp
    ) {
      return {
        userId: claims.sub,
        sessionId: claims.sid,
        isAdmin: claims.adm === true,
        expiresAt: claims.exp * 1000,
      }
    }
  } catch {
    // every way of not being right is the same answer
  }
  throw fault('unauthenticated')
}

/** A new refresh token of a sign-in: its id, so that a spent one names its family, and 256 random bits. */
export const newRefreshToken = (sessionId: string): string =>
  `${sessionId}.${randomBytes(32).toString('base64url')}`

/** The sign-in that a refresh token says it belongs to. */
export const sessionOfRefresh = (token: string): string => token.split('.')[0] ?? ''

/** What is stored of a refresh token. */
export const hashRefresh = (token: string): string => createHash('sha256').update(token).digest('base64url')
