/** What of a device outlives the app: the list of rooms, their newest messages, and everything unsent. */
import type { Device, DeviceState } from '@community-chat/shared/protocol/device'
import type { Outbox, OutboxEntry } from '@community-chat/shared/protocol/outbox'
import type { OwnState } from '@community-chat/shared/protocol/own'
import { emptyReplica } from '@community-chat/shared/protocol/replica'
import { trimmed } from '@community-chat/shared/protocol/room-changes'
import type { RoomState } from '@community-chat/shared/protocol/room-state'
import type { Clock } from '@community-chat/shared/protocol/transport'
import type { Storage } from './storage'

/** Of how many rooms messages are kept, how many of each, and how many rooms at all: mini programs hold 10 MB. */
const [roomsWithMessages, messagesKept, roomsKept] = [30, 40, 300]
const keepEvery = 1_000
/** Stored by another version of the state, it is not read. */
const version = 1

interface StoredFrame {
  version: number
  since: string | null
  ignored?: readonly string[]
  own?: OwnState
}

/** What was stored of a device; what cannot be used is left out and will be loaded again. */
export async function loadDevice(storage: Storage, me: string) {
  const all = await storage.load<unknown>().catch(() => new Map<string, unknown>())
  const frame = all.get('frame') as StoredFrame | undefined
  const outbox = entriesOf(all)
  if (frame?.version !== version) return { replica: null, outbox }
  const rooms = [...all].filter(([key]) => key.startsWith('room/')).map(([, room]) => room as RoomState)
  // Stored before there were threads, a room has none.
  const byId = Object.fromEntries(rooms.map(room => [room.room.id, { ...room, threads: {} }]))
  return {
    replica: {
      ...emptyReplica(me),
      since: frame.since,
      ignored: frame.ignored ?? [],
      own: frame.own ?? {},
      rooms: byId,
    },
    outbox,
  }
}

/** Everything unsent, as it is stored now. */
export const loadOutbox = async (storage: Storage): Promise<Outbox> =>
  entriesOf(await storage.load('outbox/'))

const entriesOf = (all: Map<string, unknown>): Outbox =>
  [...all]
    .filter(([key]) => key.startsWith('outbox/'))
    .map(([, entry]) => withContent(entry as OutboxEntry))
    .sort((a, b) => a.order - b.order)

/** What the first version stored had a text alone. */
const withContent = ({ text, ...entry }: OutboxEntry & { text?: string }): OutboxEntry =>
  text === undefined ? entry : { ...entry, content: { type: 'text', text } }

/** What was last given to the store of a room; `state` is null where that may have failed. */
type Kept = Map<string, { state: RoomState | null; messages: number }>

/**
 * Stores what changed, at most once a second and when the app goes away. `settle` stores it at once, together
 * with what is said of an outbox entry: a message of mine leaves the outbox in the write that keeps it. Where the
 * store is full, `makeRoom` is asked once, then fewer rooms keep their messages; what is unsent always goes in.
 */
export function createKeeper(storage: Storage, device: Device, clock: Clock, makeRoom = async () => {}) {
  let stopped = false
  let cancel = () => {}
  let waiting = false
  let kept: Kept = new Map()
  let isCrowded = false
  let withMessages = roomsWithMessages

  async function flush(also: Record<string, unknown> = {}): Promise<void> {
    cancel()
    waiting = false
    if (stopped) return Object.keys(also).length > 0 ? storage.write(also) : undefined
    const { changes, now } = difference(device.get(), kept, withMessages)
    kept = now
    await storage.write({ ...changes, ...also }).catch(async error => {
      for (const [id, room] of kept) if (`room/${id}` in changes) kept.set(id, { ...room, state: null })
      await giveWay(error)
      await flush(also)
    })
  }

  async function giveWay(error: unknown): Promise<void> {
    if (withMessages === 0) throw error
    if (isCrowded) withMessages = Math.floor(withMessages / 2)
    else await makeRoom()
    isCrowded = true
  }

  // What cannot be stored is loaded again next time.
  const flushSoon = () => void flush().catch(() => undefined)

  const hush = device.subscribe(() => {
    if (waiting || stopped) return
    waiting = true
    cancel = clock.after(keepEvery, flushSoon)
  })
  return {
    flush: flushSoon,
    settle: (clientId: string) => flush({ [`outbox/${clientId}`]: undefined }),
    note: (entry: OutboxEntry) => {
      const unsent = { [`outbox/${entry.clientId}`]: entry }
      return storage.write(unsent).catch(() => flush(unsent))
    },
    stop: () => {
      stopped = true
      cancel()
      hush()
    },
  }
}

/** What must be written so that the store holds this state, given what it was last given. */
function difference({ replica }: DeviceState, kept: Kept, withMessages: number) {
  const byActivity = Object.values(replica.rooms).sort((a, b) => activity(b) - activity(a))
  const changes: Record<string, unknown> = {}
  const now: Kept = new Map()
  const rooms = byActivity.slice(0, roomsKept)
  const ids = new Set(rooms.map(({ room }) => room.id))
  // What shrinks goes first: a store may hold the rest only then.
  for (const id of kept.keys()) if (!ids.has(id)) changes[`room/${id}`] = undefined
  for (let index = rooms.length - 1; index >= 0; index--) {
    const state = rooms[index]!
    const id = state.room.id
    const messages = index < withMessages ? messagesKept : 0
    const old = kept.get(id)
    if (old?.state !== state || old.messages !== messages)
      changes[`room/${id}`] = trimmed(state, replica, messages)
    now.set(id, { state, messages })
  }
  // Rooms that are not kept would be missed in what changed since: then the list is loaded anew.
  const since = byActivity.length > roomsKept ? null : replica.since
  changes.frame = { version, since, ignored: replica.ignored, own: replica.own } satisfies StoredFrame
  return { changes, now }
}

/** When something last happened in a room, in milliseconds. */
export const activity = ({ lastMessage, room }: RoomState): number =>
  Date.parse(lastMessage?.createdAt ?? room.createdAt)
