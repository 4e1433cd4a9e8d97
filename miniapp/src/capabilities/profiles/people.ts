/** The people this device knows: asked for in batches, kept for when it is offline, followed by push. */
import { profiles } from '@community-chat/shared/capabilities/profiles/contract'
import type { Person } from '@community-chat/shared/capabilities/profiles/person'
import { call, client, on } from '../../kernel/client'
import { onPeople } from '../../kernel/device'
import { onHidden } from '../../kernel/platform/signals'
import { renameSelf, session } from '../../kernel/session/session'
import { storageAt, type Storage } from '../../kernel/storage'
import { createStore } from '../../kernel/store'

export type People = Readonly<Record<string, Person | undefined>>

/** Of how many people the names are kept. */
const mostKept = 500
const [batchWithin, batchSize, askAgainAfter] = [10, 200, 30_000]

/** Everyone known, by id. */
export const people = createStore<People>({})

const asked = new Map<string, number>()
/** Heard of since this connection began: others may have changed while the device was away. */
const fresh = new Set<string>()
let connection = 0
let wanted = new Set<string>()
let storage: Storage | null = null
let keeping = false

/** Takes over what was just heard of people. */
export function learnPeople(news: readonly Person[]): void {
  if (news.length === 0) return
  const byId = Object.fromEntries(news.map(person => [person.id, person]))
  for (const { id } of news) fresh.add(id)
  people.set({ ...people.get(), ...byId })
  const { user } = session.get()
  const self = user && byId[user.id]
  if (user && self) void renameSelf({ ...user, ...self })
  keepSoon()
}

/** Asks for those not heard of since this connection began; what is asked within a moment goes together. */
export function wantPeople(ids: readonly string[], connections: number): void {
  if (connections !== connection) {
    connection = connections
    fresh.clear()
    asked.clear()
  }
  const now = Date.now()
  const isMissing = (id: string) => (connection > 0 ? !fresh.has(id) : !people.get()[id])
  const missing = ids.filter(id => isMissing(id) && (asked.get(id) ?? 0) < now - askAgainAfter)
  if (missing.length === 0) return
  if (wanted.size === 0) setTimeout(() => void askWanted(), batchWithin)
  for (const id of missing) {
    wanted.add(id)
    asked.set(id, now)
  }
}

async function askWanted(): Promise<void> {
  const ids = [...wanted]
  wanted = new Set()
  for (let i = 0; i < ids.length; i += batchSize) {
    const userIds = ids.slice(i, i + batchSize)
    const answer = await call(profiles.routes.getMany, { userIds }).catch(() => null)
    if (answer) learnPeople(answer.items)
    else for (const id of userIds) asked.delete(id)
  }
}

function keepSoon(): void {
  if (keeping) return
  keeping = true
  setTimeout(keepNow, 2_000)
}

function keepNow(): void {
  if (!keeping) return
  keeping = false
  const kept = Object.entries(people.get()).slice(-mostKept)
  void storage?.write({ people: Object.fromEntries(kept) }).catch(() => undefined)
}

/** Names belong to the person who is signed in; another begins with none. */
function follow(): void {
  const { user } = session.get()
  storage = user ? storageAt(`person/${user.id}`) : null
  people.set({})
  asked.clear()
  fresh.clear()
  const mine = storage
  void mine
    ?.load<Record<string, Person>>('people')
    .then(stored => storage === mine && people.set({ ...stored.get('people'), ...people.get() }))
    .catch(() => undefined)
}

let followed: string | undefined
session.subscribe(() => {
  const id = session.get().user?.id
  if (id === followed) return
  followed = id
  follow()
})
/** What only I see of myself is not in what others are told. */
async function refreshSelf(): Promise<void> {
  const self = await call(profiles.routes.me, {}).catch(() => null)
  if (self && self.id === session.get().user?.id) await renameSelf(self)
}

on(profiles.pushes.changed, ({ user }) => {
  learnPeople([user])
  if (user.id === session.get().user?.id) void refreshSelf()
})
client.onState(state => {
  if (state === 'open') void refreshSelf()
})
onPeople(learnPeople)
onHidden(keepNow)
