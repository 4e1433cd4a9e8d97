/** The way in where the app around us vouches for the person: at the start, and when a session has ended by itself. */
import { Fault } from '@community-chat/shared/protocol/faults'
import { unreached } from '@community-chat/shared/protocol/http'
import { onNetwork } from '../platform/signals'
import { createStore, useStore } from '../store'
import { silentLogin } from './login'
import { session, signInWith } from './session'

/** `closed`: people sign in themselves, here always or because they signed out. */
export type Entrance = { state: 'closed' } | { state: 'waiting' } | { state: 'failed'; fault: Fault }

const entrance = createStore<Entrance>({ state: 'closed' })
let isBusy = false

/** Signs in without a word whenever a session is missing that nobody ended on purpose. Called once, at the start. */
export function watchEntrance(): void {
  if (!silentLogin) return
  const follow = () => {
    const now = session.get()
    if (now.status === 'out' && !now.chosen) void enter()
    else if (now.status !== 'loading') entrance.set({ state: 'closed' })
  }
  session.subscribe(follow)
  follow()
  onNetwork(online => {
    const now = entrance.get()
    if (online && now.state === 'failed' && now.fault.code === 'offline') void enter()
  })
}

/** Signs in by the host's word; what goes wrong is shown, never thrown. */
export async function enter(): Promise<void> {
  if (!silentLogin || isBusy) return
  isBusy = true
  entrance.set({ state: 'waiting' })
  try {
    const code = await silentLogin.code().catch(() => Promise.reject(unreached('offline')))
    await signInWith(silentLogin.kind, code)
    entrance.set({ state: 'closed' })
  } catch (error) {
    const fault = error instanceof Fault ? error : new Fault('internal', 500, String(error))
    entrance.set({ state: 'failed', fault })
  } finally {
    isBusy = false
  }
}

/** The way in, followed; `kind` is who vouches, null where nobody does. */
export const useEntrance = () => ({ ...useStore(entrance), kind: silentLogin?.kind ?? null, enter })
