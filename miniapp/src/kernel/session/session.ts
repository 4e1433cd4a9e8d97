/** Who is signed in on this device: kept over restarts, shared by the tabs of a browser. */
import { accounts, type Session } from '@community-chat/shared/capabilities/accounts/contract'
import type { VendorKind } from '@community-chat/shared/capabilities/accounts/ways'
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
  | { status: 'loading'; user: null }
  /** `chosen`: someone signed out, or must say again who they are. */
  | { status: 'out'; user: null; chosen: boolean }
  /** `isNew`: nobody has chosen a name for this account yet. */
  | { status: 'in'; user: Self; isNew: boolean }

interface Stored {
  tokens: Tokens
  user: Self
  /** Who vouched for the person; absent where they typed a password. */
  by?: VendorKind
  isNew?: boolean
}

const storage = storageAt('session')
const others = openChannel<'changed'>('session', () => void restoreSession())

/** The session; the kernel starts and ends with it. */
export const session = createStore<SessionState>({ status: 'loading', user: null })

async function load(): Promise<{ present: Stored | null; chosen: boolean }> {
  const all = await storage.load<unknown>()
  return { present: (all.get('present') as Stored | undefined) ?? null, chosen: all.get('chosen') === true }
}
const stored = async (): Promise<Stored | null> => (await load()).present

async function keep(next: Stored | null, chosen = false): Promise<void> {
  await storage.write({ present: next ?? undefined, chosen: chosen || undefined })
  show(next, chosen)
  others.post('changed')
}

let amending: Promise<void> = Promise.resolve()

/** Changes the stored session, each time from what the change before it left. */
function amend(step: (present: Stored) => Stored): Promise<void> {
  const amended = amending.then(async () => {
    const present = await stored()
    if (present) await keep(step(present))
  })
  amending = amended.catch(() => undefined)
  return amended
}

/** A refreshed token is no news for those who only ask who is signed in. */
function show(next: Stored | null, chosen: boolean): void {
  const now = session.get()
  if (!next) {
    if (now.status !== 'out' || now.chosen !== chosen) session.set({ status: 'out', user: null, chosen })
    return
  }
  const { user, isNew = false } = next
  const same = now.status === 'in' && now.isNew === isNew && JSON.stringify(now.user) === JSON.stringify(user)
  if (!same) session.set({ status: 'in', user, isNew })
}

/** The tokens of the session, renewed by one tab at a time. */
export const tokens = createTokenSource({
  load: async () => (await stored())?.tokens ?? null,
  save: async renewed => {
    if (renewed) return amend(present => ({ ...present, tokens: renewed }))
    const present = await stored()
    await keep(null, present !== null && !present.by)
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
  const { present, chosen } = await load().catch(() => ({ present: null, chosen: false }))
  show(present, chosen)
}

const begin = async (opened: Session, by?: VendorKind): Promise<void> =>
  keep({ tokens: tokensOf(opened, transport.now()), user: opened.user, by, isNew: opened.isNew })

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

/** Signs in with the code of an app that vouches for the person; rejects with the `Fault`. */
export const signInWith = async (kind: VendorKind, code: string): Promise<void> =>
  begin(await open(accounts.routes.loginWith, { kind, code }), kind)

/** Signs out here, or everywhere, and forgets what this device kept for that person. */
export async function signOut(everywhere = false): Promise<void> {
  const userId = session.get().user?.id
  // Out of reach, signing out is only local: the session ends on the server when its tokens do.
  const told = open(accounts.routes.logout, { everywhere }).catch(error => {
    if (everywhere) throw error
  })
  await told
  await forget(userId)
}

/** Nobody is signed in any more, by choice, and nothing of the one who was stays on this device. */
async function forget(userId: string | undefined): Promise<void> {
  await keep(null, true)
  if (userId) await storageAt(`person/${userId}`).clear()
}

/** Changes the password, or sets the first one and with it a chosen username; every other session ends. */
export async function changePassword(input: Input<typeof accounts.routes.changePassword>): Promise<void> {
  await open(accounts.routes.changePassword, input)
  const { username } = input
  const present = await stored()
  if (present && username) await keep({ ...present, user: { ...present.user, username } })
}

/** Deletes the account for good and forgets what this device kept of it; rejects with the `Fault`. */
export async function deleteAccount(input: Input<typeof accounts.routes.remove>): Promise<void> {
  const userId = session.get().user?.id
  await open(accounts.routes.remove, input)
  await forget(userId)
}

/** Shows my changed profile wherever the session is shown. */
export const renameSelf = (user: Self): Promise<void> =>
  amend(present => (present.user.id === user.id ? { ...present, user } : present))

/** Remembers that the person of a new account was asked for a name. */
export const settleIn = (): Promise<void> => amend(present => ({ ...present, isNew: undefined }))

/**
 * Ends the session without asking the server, which has ended it already; `chosen` where a person did that. What
 * waits to be sent is kept.
 */
export async function endSession(chosen: boolean): Promise<void> {
  // Already told by the tokens, and perhaps signed in again by now.
  if (session.get().status === 'in') await keep(null, chosen || !(await stored())?.by)
}

/** The session, followed. */
export const useSession = (): SessionState => useStore(session)
