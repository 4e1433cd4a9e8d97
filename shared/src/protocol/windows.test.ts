/** Threads on a device: beside the room, and as true as it. */
import { describe, expect, test } from '@jest/globals'
import type { Conversation, RoomChanges } from '../capabilities/conversations/contract'
import type { Message } from '../capabilities/messages/contract'
import type { Room } from '../capabilities/rooms/contract'
import { heard } from './pushes'
import * as replicas from './replica'
import { emptyReplica, nextSync, unreadOf, type Replica } from './replica'
import { at, marked } from '../testing/one-room'

const message = (seq: number, more: Partial<Message> = {}): Message => ({
  id: `m${seq}`,
  roomId: 'r',
  senderId: 'other',
  seq,
  rev: seq,
  type: 'text',
  content: { type: 'text', text: `${seq}` },
  facets: {},
  createdAt: '2026-01-01T00:00:00Z',
  ...more,
})
const aside = (seq: number, more: Partial<Message> = {}) => message(seq, { threadId: 'm5', ...more })
const conversation = {
  room: { id: 'r', version: 1, createdAt: '2026-01-01T00:00:00Z' } as Room,
  lastMessage: message(10),
  readSeq: 10,
  fromSeq: 0,
  unread: 0,
  mention: false,
  at: 10,
} as Conversation
const page = (items: Message[], value: number, hasBefore = false) => ({
  items,
  at: value,
  hasBefore,
  hasAfter: false,
})

/** In a room whose value is 10; in the thread of its message 5 someone said 8. */
const begin = (): Replica =>
  replicas.listed({ ...emptyReplica('me'), stale: false, since: '0' }, conversation, 0, at(0))
const open = (replica: Replica, value = 10, now = 0) =>
  replicas.paged(replica, 'r', { threadId: 'm5' }, page([message(5), aside(8)], value), at(now))
const push = (replica: Replica, prev: number, said: Message) =>
  heard(replica, { type: 'new_message', roomId: 'r', data: { message: said, prev, cause: {} } }, at(0))
const room = (replica: Replica) => replica.rooms.r!
const thread = (replica: Replica) => room(replica).threads.m5!
const seqs = ({ messages }: { messages: readonly Message[] }) => messages.map(one => one.seq)

describe('what is said in a thread', () => {
  test('is neither shown nor counted in the room, and is not its last message', () => {
    const said = push(begin(), 10, aside(11))
    expect(seqs(room(said))).toEqual([])
    expect([unreadOf(room(said), said), room(said).lastMessage!.seq, room(said).mark]).toEqual([0, 10, 11])
  })
  test('by me does not say that I have read the room', () => {
    const unread = push(begin(), 10, message(11))
    const said = push(unread, 11, aside(12, { senderId: 'me' }))
    expect([unreadOf(room(said), said), room(said).readSeq]).toEqual([1, 10])
  })
  test('to the room too stands in both', () => {
    const said = push(open(begin()), 10, aside(11, { alsoToRoom: true }))
    expect([seqs(room(said)), seqs(thread(said))]).toEqual([[11], [5, 8, 11]])
    expect(unreadOf(room(said), said)).toBe(1)
  })
})

describe('an opened thread', () => {
  test('is loaded beside the room, and lives by the same pushes', () => {
    const opened = open(begin())
    expect(seqs(room(opened))).toEqual([])
    expect(thread(opened)).toMatchObject({ ranges: [[0, 10]] })
    const edited = push(push(opened, 10, aside(11)), 11, aside(8, { rev: 12 }))
    expect(thread(edited).messages.map(one => [one.seq, one.rev])).toEqual([[5, 5], [8, 12], [11, 11]]) // prettier-ignore
    expect(thread(edited).ranges).toEqual([[0, 12]])
  })
  test('has its root follow, loaded in the room or not', () => {
    const opened = push(open(begin()), 10, message(5, { rev: 11, facets: { thread: { count: 1 } } }))
    expect(thread(opened).messages[0]).toMatchObject({ rev: 11 })
    expect(seqs(room(opened))).toEqual([])
  })
  test('takes the watermark back to the value at which its page was read', () => {
    const ahead = push(begin(), 10, aside(8, { rev: 11 })) // dropped: no thread is opened yet
    const opened = open(ahead, 10, 7)
    expect(room(opened)).toMatchObject({ mark: 10, dueAt: 7 })
    expect(nextSync(opened, 7)).toMatchObject({ rooms: { r: 10 } })
  })
  test('follows a sync', () => {
    const change: RoomChanges = {
      roomId: 'r',
      messages: [aside(11), message(12)],
      to: 12,
      more: false,
      gap: false,
      readSeq: 10,
      unread: 1,
      mention: false,
      lastMessage: message(12),
    }
    const ask = { rooms: { r: 10 }, since: '0', askedAt: 0, whole: false }
    const answer = {
      rooms: [change],
      conversations: [],
      gone: [],
      people: [],
      own: {},
      since: '1',
      full: false,
    }
    const next = replicas.synced(open(begin()), ask, answer, at(50))
    expect([seqs(room(next)), seqs(thread(next))]).toEqual([[12], [5, 8, 11]])
    const gap = replicas.synced(open(begin()), ask, { ...answer, rooms: [{ ...change, gap: true }] }, at(50))
    expect(room(gap).threads).toEqual({})
  })
  test('is loaded in pages of its own', () => {
    const newest = replicas.paged(begin(), 'r', { threadId: 'm5' }, page([aside(9)], 10, true), at(0))
    expect(thread(newest).ranges).toEqual([[9, 10]])
    const ask = { threadId: 'm5', before: 9 }
    const older = replicas.paged(newest, 'r', ask, page([message(5), aside(8)], 10), at(0))
    expect([seqs(thread(older)), thread(older).ranges]).toEqual([[5, 8, 9], [[0, 10]]])
  })
  test('tells what only I am shown there too', () => {
    const mine = { reactions: ['👍'] }
    const told = heard(open(begin()), marked('m8', mine), at(0))
    expect(thread(told).messages[1]!.mine).toEqual(mine)
  })
  test('is closed with the room', () => {
    expect(room(replicas.trimmed(open(begin()), 'r', 100)).threads).toEqual({})
  })
})
