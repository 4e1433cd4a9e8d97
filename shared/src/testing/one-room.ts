/** A device that is in one room, for tests of what it keeps: the room is `r`, its person `me`. */
import type { Conversation, RoomChanges } from '../capabilities/conversations/contract'
import type { Message } from '../capabilities/messages/contract'
import type { Room } from '../capabilities/rooms/contract'
import { heard } from '../protocol/pushes'
import * as replicas from '../protocol/replica'
import { emptyReplica, type Replica, type RoomState } from '../protocol/replica'

let version = 0
/** The frame that tells what I did with a message; each is later than the ones before it. */
export const marked = (messageId: string, mine: unknown) => ({
  type: 'own_updated',
  data: {
    name: 'marks',
    rows: [
      {
        id: messageId,
        version: ++version,
        changedAt: '2026-01-01T00:00:00Z',
        gone: false,
        data: { roomId: 'r', mine },
      },
    ],
  },
})

/** A moment of the person whose device it is, in milliseconds. */
export const at = (now: number) => ({ me: 'me', now, random: 0 })
/** What somebody else said in the room. */
export const message = (seq: number, rev = seq, more: Partial<Message> = {}): Message => ({
  id: `m${seq}`,
  roomId: 'r',
  senderId: 'other',
  seq,
  rev,
  type: 'text',
  content: { type: 'text', text: `${seq}.${rev}` },
  facets: {},
  createdAt: '2026-01-01T00:00:00Z',
  ...more,
})
/** The room's row, all read up to a value. */
export const conversation = (value: number, more: Partial<Conversation> = {}): Conversation => ({
  room: { id: 'r', version: 1, createdAt: '2026-01-01T00:00:00Z' } as Room,
  lastMessage: null,
  readSeq: value,
  fromSeq: 0,
  unread: 0,
  mention: false,
  at: value,
  ...more,
})
/** The room's part of an answer to sync. */
export const changes = (to: number, messages: Message[], more: Partial<RoomChanges> = {}): RoomChanges => ({
  ...{
    roomId: 'r',
    messages,
    to,
    more: false,
    gap: false,
    readSeq: 0,
    unread: 0,
    mention: false,
    lastMessage: null,
  },
  ...more,
})
/** A page of history, read at a value. */
export const page = (items: Message[], value: number, hasBefore = true, hasAfter = false) => ({
  items,
  at: value,
  hasBefore,
  hasAfter,
})

/** A device that is in one room, whose value is 10, and has synced. */
export const begin = (more: Partial<Conversation> = {}): Replica =>
  replicas.listed({ ...emptyReplica('me'), stale: false, since: '0' }, conversation(10, more), 0, at(0))
/** The device hears that something was said. */
export const push = (replica: Replica, prev: number, said: Message, now = 0) =>
  heard(replica, { type: 'new_message', roomId: 'r', data: { message: said, prev, cause: {} } }, at(now))
/** The device hears of a value that it may not see. */
export const skip = (replica: Replica, prev: number, rev: number) =>
  heard(replica, { type: 'skip', roomId: 'r', prev, rev }, at(0))
/** The device takes the answer of a sync that it asked from a value. */
export const sync = (replica: Replica, from: number, ...rooms: RoomChanges[]) => {
  const ask = { rooms: { r: from }, since: '0', askedAt: 0, whole: false }
  const answer = { rooms, conversations: [], gone: [], people: [], own: {}, since: '1', full: false }
  return replicas.synced(replica, ask, answer, at(50))
}
/** What the device holds of the room. */
export const room = (replica: Replica): RoomState => replica.rooms.r!
/** The seqs of what it shows there. */
export const seqs = (replica: Replica) => room(replica).messages.map(one => one.seq)
