/** The people I blocked, as this device knows it: kept for when it is offline, followed by push. */
import { blocks } from '@community-chat/shared/capabilities/blocks/contract'
import { call, client, on } from '../../kernel/client'
import { session } from '../../kernel/session/session'
import { storageAt, type Storage } from '../../kernel/storage'
import { createStore } from '../../kernel/store'

const { routes, pushes } = blocks
/** What stands for their ids until they are known. */
export const nobody: ReadonlySet<string> = new Set()

/** Their ids. */
export const blocked = createStore<ReadonlySet<string>>(nobody)

let storage: Storage | null = null
/** Changes heard of: an answer that was asked for before one of them is asked for again. */
let changes = 0

/** Someone is blocked from now on, or no longer. */
export function mark(userId: string, isBlocked: boolean): void {
  changes++
  if (blocked.get().has(userId) === isBlocked) return
  const ids = new Set(blocked.get())
  if (isBlocked) ids.add(userId)
  else ids.delete(userId)
  keep(ids)
}

/** Blocks someone; rejects with the `Fault`. */
export async function block(userId: string): Promise<void> {
  await call(routes.block, { userId })
  mark(userId, true)
}

/** Blocks someone no longer; rejects with the `Fault`. */
export async function unblock(userId: string): Promise<void> {
  await call(routes.unblock, { userId })
  mark(userId, false)
}

async function load(): Promise<void> {
  const mine = session.get().user?.id
  const before = changes
  const answer = await call(routes.ids, {}).catch(() => null)
  if (!answer || mine !== session.get().user?.id) return
  if (before !== changes) return load()
  keep(new Set(answer.userIds))
}

function keep(ids: ReadonlySet<string>): void {
  blocked.set(ids)
  void storage?.write({ blocked: [...ids] }).catch(() => undefined)
}

/** Blocks belong to the person who is signed in; another begins with none. */
function follow(userId: string | undefined): void {
  const mine = userId === undefined ? null : storageAt(`person/${userId}`)
  storage = mine
  blocked.set(nobody)
  const began = ++changes
  void mine
    ?.load<string[]>('blocked')
    .then(stored => {
      const ids = stored.get('blocked')
      if (ids && storage === mine && changes === began) blocked.set(new Set(ids))
    })
    .catch(() => undefined)
}

let followed: string | undefined
function followSession(): void {
  const id = session.get().user?.id
  if (id === followed) return
  followed = id
  follow(id)
}
session.subscribe(followSession)
followSession()
on(pushes.updated, ({ userId, isBlocked }) => mark(userId, isBlocked))
client.onState(state => {
  if (state === 'open') void load()
})
