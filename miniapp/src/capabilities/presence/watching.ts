/** Whom this app watches: everyone on the screen in one list, said again on every new connection. */
import {
  mostWatched,
  type OwnPresence,
  presence,
  type Presence,
} from '@community-chat/shared/capabilities/presence/contract'
import { call, client, on } from '../../kernel/client'
import { inFrames } from '../../kernel/frames'
import { isShown, onHidden, onShown } from '../../kernel/platform/signals'
import { transport } from '../../kernel/platform/transport'
import { session } from '../../kernel/session/session'
import { createStore } from '../../kernel/store'
import { listOf } from './list'

export type Presences = Readonly<Record<string, Presence | undefined>>

/** What is known of those on the screen, by id. */
export const presences = createStore<Presences>({})
/** What I chose; null until known. */
export const own = createStore<OwnPresence | null>(null)

const { routes, pushes } = presence
const change = inFrames(presences)
const gatherFor = 200
const wanted = new Map<object, readonly string[]>()
let isPlanned = false
/** What the present connection watches; null before it was said. */
let said: string | null = null

/** These people are on the screen, until the returned function is called. */
export function want(userIds: readonly string[]): () => void {
  const mine = {}
  wanted.set(mine, userIds)
  plan()
  return () => {
    wanted.delete(mine)
    plan()
  }
}

/** Chooses how I appear; rejects with the `Fault`. */
export const choose = async (status: OwnPresence['choice']): Promise<void> =>
  own.set(await call(routes.update, { status }))

/** Reads what I chose. */
export const readOwn = (): Promise<void> => call(routes.update, {}).then(own.set, () => undefined)

function plan(): void {
  if (isPlanned) return
  isPlanned = true
  transport.after(gatherFor, () => {
    isPlanned = false
    void say()
  })
}

async function say(): Promise<void> {
  if (client.state() !== 'open') return
  const userIds = listOf(wanted.values(), session.get().user?.id, mostWatched)
  const text = userIds.join()
  if (text === (said ?? '')) return
  said = text
  const answer = await call(routes.watch, { userIds }).catch(() => null)
  if (said !== text) return
  if (answer) presences.set(Object.fromEntries(answer.items.map(one => [one.userId, one])))
  else said = null
}

function tellActive(active: boolean): void {
  if (client.state() === 'open') void call(routes.update, { active }).catch(() => undefined)
}

let userId: string | undefined
session.subscribe(() => {
  if (session.get().user?.id === userId) return
  userId = session.get().user?.id
  presences.set({})
  own.set(null)
})
client.onState(state => {
  said = null
  if (state !== 'open') return
  if (!isShown()) tellActive(false)
  void say()
})
on(pushes.updated, one => change(known => ({ ...known, [one.userId]: one })))
onHidden(() => tellActive(false))
onShown(() => tellActive(true))
