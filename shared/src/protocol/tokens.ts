/** The pair of tokens behind a session: fresh when needed, renewed once for all who ask at the same time. */
import { Fault } from './faults'

export interface Tokens {
  accessToken: string
  refreshToken: string
  /** When the access token ends, in milliseconds of this device's clock. */
  expiresAt: number
  /** Made before this pair is first exchanged and kept for every retry: a lost answer does not end the session. */
  renewalId?: string
}

export interface TokenKeeper {
  /** What is stored, also by another tab. */
  load(): Promise<Tokens | null>
  save(tokens: Tokens | null): Promise<void>
  /** Runs alone among everything that shares the store: a refresh token that is used twice ends the session. */
  exclusively<T>(task: () => Promise<T>): Promise<T>
  /** Asks the server for a new pair. */
  exchange(refreshToken: string, renewalId: string): Promise<Tokens>
  /** 16–36 characters that nobody else makes. */
  newId(): string
  now(): number
}

export interface TokenSource {
  /** A token that will do for at least a few seconds; null while nobody is signed in. Rejects when out of reach. */
  fresh(): Promise<string | null>
  /** A token in place of one the server refused; null when the session has ended. */
  renew(spent: string): Promise<string | null>
}

/** Tokens nearer to their end than this are renewed before they are used. */
const leeway = 5_000

/** Keeps tokens fresh. Only the server's word ends a session; being out of reach never does. */
export function createTokenSource(keeper: TokenKeeper): TokenSource {
  let renewing: Promise<string | null> | null = null

  async function exchange(spent: string): Promise<string | null> {
    const stored = await keeper.load()
    if (!stored) return null
    if (stored.accessToken !== spent) return stored.accessToken
    try {
      const renewalId = stored.renewalId ?? keeper.newId()
      // Stored before it is sent: the app may be killed while the answer is on its way.
      if (!stored.renewalId) await keeper.save({ ...stored, renewalId })
      const tokens = await keeper.exchange(stored.refreshToken, renewalId)
      await keeper.save(tokens)
      return tokens.accessToken
    } catch (error) {
      if (!(error instanceof Fault) || (error.status !== 401 && error.status !== 403)) throw error
      await keeper.save(null)
      return null
    }
  }

  function renew(spent: string): Promise<string | null> {
    renewing ??= keeper
      .exclusively(() => exchange(spent))
      .finally(() => {
        renewing = null
      })
    return renewing
  }

  return {
    renew,
    fresh: async () => {
      const tokens = await keeper.load()
      if (!tokens) return null
      return tokens.expiresAt - leeway > keeper.now() ? tokens.accessToken : renew(tokens.accessToken)
    },
  }
}
