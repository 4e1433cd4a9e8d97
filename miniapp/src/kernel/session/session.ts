/** Who is signed in on this device: kept over restarts, shared by the tabs of a browser. */
import { accounts, type Session } from '@community-chat/shared/capabilities/accounts/contract'
import type { Self } from '@community-chat/shared/capabilities/profiles/contract'
import { callHttp, tokensOf } from '@community-chat/shared/protocol/client'
import type { Input, Output, Route } from '@community-chat/shared/protocol/contract'
import { createTokenSource, type Tokens } from '@community-chat/shared/protocol/tokens'
import { newId } from '../platform/random'
import { exclusively, openChannel } from '../platform/tabs'
import { transport } from '../platform/transport'
import { storageAt } from '../storage'
import { createStore, useStore } from '../store'

export type SessionState =
  { status: 'loading'; user: null } | { status: 'out'; user: null } | { status: 'in'; user: Self }

interface Stored {
  tokens: Tokens
  user: Self
}

const storage = storageAt('session')
const out: SessionState = { status: 'out', user: null }
const others = openChannel<'changed'>('session', () => void restoreSession())

/** The session; the kernel starts and ends with it. */
export const session = createStore<SessionState>({ status: 'loading', user: null })

const stored = async (): Promise<Stored | null> => (await storage.load<Stored>()).get('present') ?? null

async function keep(next: Stored | null): Promise<void> {
  await storage.write({ present: next ?? undefined })
  show(next)
  others.post('changed')
}

/** A refreshed token is no news for those who only ask who is signed in. */
function show(next: Stored | null): void {
  const user = session.get().user
  if (!next) session.set(out)
  else if (JSON.stringify(user) !== JSON.stringify(next.user)) session.set({ status: 'in', user: next.user })
}

/** The tokens of the session, renewed by one tab at a time. */
export const tokens = createTokenSource({
  load: async () => (await stored())?.tokens ?? null,
  save: async renewed => {
    const present = await stored()
    await keep(renewed && present ? { ...present, tokens: renewed } : null)
  },
  exclusively: task => exclusively('tokens', task),
  exchange: async (refreshToken, clientId) =>
    tokensOf(await open(accounts.routes.refresh, { refreshToken, clientId }), transport.now()),
  newId,
  now: transport.now,
})

/** A call that needs nobody to be signed in. */
const open = <R extends Route<any, any>>(route: R, input: Input<R>): Promise<Output<R>> =>
  callHttp(transport, tokens, route, input as Record<string, unknown>)

/** Reads who is signed in, at the start and when another tab says that it changed. */
export async function restoreSession(): Promise<void> {
  show(await stored().catch(() => null))
}

const begin = async (opened: Session): Promise<void> =>
  keep({ tokens: tokensOf(opened, transport.now()), user: opened.user })

export interface Credentials {
  username: string
  password: string
}

/** Makes an account and signs in to it; rejects with the `Fault`. */
export const signUp = async (input: Credentials & { displayName?: string }): Promise<void> =>
  begin(await open(accounts.routes.signup, input))

/** Signs in; rejects with the `Fault`. */
export const signIn = async (input: Credentials): Promise<void> =>
  begin(await open(accounts.routes.login, input))

/** Signs out here, or everywhere, and forgets what this device kept for that person. */
export async function signOut(everywhere = false): Promise<void> {
  const userId = session.get().user?.id
  // Out of reach, signing out is only local: the session ends on the server when its tokens do.
  const told = open(accounts.routes.logout, { everywhere }).catch(error => {
    if (everywhere) throw error
  })
  await told
  await keep(null)
  if (userId) await storageAt(`person/${userId}`).clear()
}

/** Changes the password; every other session ends. */
export const changePassword = async (input: { oldPassword: string; newPassword: string }): Promise<void> =>
  void (await open(accounts.routes.changePassword, input))

/** Shows my changed profile wherever the session is shown. */
export async function renameSelf(user: Self): Promise<void> {
  const present = await stored()
  if (present && present.user.id === user.id) await keep({ ...present, user })
}

/** Ends the session without asking the server, which has ended it already. What waits to be sent is kept. */
export const endSession = (): Promise<void> => keep(null)

/** The session, followed. */
export const useSession = (): SessionState => useStore(session)
