/** The mark that something unread calls the reader, as a device keeps it. */
import { expect, test } from '@jest/globals'
import type { Message } from '../capabilities/messages/contract'
import { heard } from './pushes'
import * as replicas from './replica'
import type { Replica } from './replica'
import { at, message, changes, begin, push, sync, room, seqs } from '../testing/one-room'

const calling = (seq: number, rev = seq, more: Partial<Message> = {}, userId: string | null = 'me') => {
  const content = { type: 'text' as const, text: '@me hi', mentions: [{ userId, at: 0, length: 3 }] }
  return message(seq, rev, { content, ...more })
}
const gone = { content: null, gone: { by: 'other', why: 'deleted' as const, at: '2026-01-01T00:00:00Z' } }
const mark = (replica: Replica) => room(replica).mention
const acked = (replica: Replica, readSeq: number, mention: boolean) =>
  replicas.readAcked(replica, { roomId: 'r', readSeq, unread: 0, mention }, at(0))

test.each([
  ['by name', calling(11), true],
  ['with everyone', calling(11, 11, {}, null), true],
  ['of somebody else', calling(11, 11, {}, 'them'), false],
  ['of my own', calling(11, 11, { senderId: 'me' }), false],
  ['in a husk', calling(11, 11, gone), false],
  ['of somebody ignored', calling(11, 11, { senderId: 'ignored' }), false],
])('follows a push: a call %s', (_, said, marked) => {
  const ignoring = replicas.ignoring(begin(), ['ignored'], at(0))
  const frame = { type: 'new_message', roomId: 'r', data: { message: said, prev: 10, cause: {} } }
  expect(mark(heard(ignoring, frame, { ...at(0), ignored: ['ignored'] }))).toBe(marked)
})
test('stays while one is unread, and goes when the last was read', () => {
  const two = push(push(begin(), 10, calling(11)), 11, calling(12))
  const one = replicas.read(two, 'r', 11, at(0))
  expect([mark(one), mark(replicas.read(one, 'r', 12, at(0)))]).toEqual([true, false])
})
test('goes when I speak', () => {
  expect(mark(push(push(begin(), 10, calling(11)), 11, message(12, 12, { senderId: 'me' })))).toBe(false)
})
test('goes with the call, by a change or a removal, and the server is asked for others', () => {
  for (const after of [calling(11, 12, gone), message(11, 12, { editedAt: '2026-01-01T00:00:00Z' })]) {
    const state = push(push(begin(), 10, calling(11)), 11, after)
    expect([mark(state), room(state).unsure]).toEqual([false, true])
  }
  const other = push(push(push(begin(), 10, calling(11)), 11, calling(12)), 12, calling(11, 13, gone))
  expect([mark(other), room(other).unsure]).toEqual([true, false])
})
test('comes with a change that calls me', () => {
  expect(mark(push(push(begin(), 10, message(11)), 11, calling(11, 12)))).toBe(true)
})
test('of what is not loaded is what the server told, until it tells otherwise', () => {
  const told = begin({ readSeq: 3, unread: 5, mention: true })
  const read = replicas.read(told, 'r', 7, at(0))
  expect([mark(push(told, 10, message(11))), mark(read), mark(acked(read, 7, false))]).toEqual([
    true,
    true,
    false,
  ])
})
test('survives an answer that was made before it', () => {
  const read = replicas.read(push(begin(), 10, message(11)), 'r', 11, at(0))
  expect(mark(acked(push(read, 11, calling(12)), 11, false))).toBe(true)
  expect(mark(sync(push(begin(), 10, calling(11)), 10, changes(10, [], { readSeq: 10 })))).toBe(true)
})
test('that the server found and that is not here is asked for again', () => {
  const state = acked(replicas.read(push(begin(), 10, message(11)), 'r', 10, at(0)), 10, true)
  expect([mark(state), room(state).unsure]).toEqual([true, true])
  expect(mark(sync(state, 10, changes(11, [], { readSeq: 10, unread: 1 })))).toBe(false)
})
test('comes with a call in a thread, and goes when the room was read to its end', () => {
  const aside = { threadId: 'm9' }
  const state = push(push(begin(), 10, message(11)), 11, calling(12, 12, aside))
  expect([mark(state), seqs(state)]).toEqual([true, [11]])
  const read = replicas.read(state, 'r', 11, at(0))
  expect([mark(read), room(read).readSeq, mark(acked(read, 12, false))]).toEqual([false, 12, false])
  const some = push(push(begin(), 10, message(11)), 11, message(12))
  expect(room(replicas.read(push(some, 12, calling(13, 13, aside)), 'r', 11, at(0))).readSeq).toBe(11)
})
test('of a thread survives an answer that was made before it', () => {
  const state = push(begin({ readSeq: 3 }), 10, calling(11, 11, { threadId: 'm9' }))
  const told = sync(state, 10, changes(10, [], { readSeq: 3 }))
  expect(room(told).unsure).toBe(true)
})
