/** The device's side of catching up, case by case (PROTOCOL.md 5). */
import { describe, expect, test } from '@jest/globals'
import type { Message } from '../capabilities/messages/contract'
import { heard } from './pushes'
import * as replicas from './replica'
import { emptyReplica, nextSync, unreadOf, type Replica } from './replica'
import {
  at,
  message,
  conversation,
  changes,
  page,
  begin,
  push,
  skip,
  sync,
  room,
  seqs,
  marked,
} from '../testing/one-room'

describe('the watermark', () => {
  test('follows a push that continues it, and a skip', () => {
    expect(room(skip(push(begin(), 10, message(11)), 11, 14))).toMatchObject({ mark: 14, dueAt: null })
  })
  test('waits for the missing push, which joins the early ones', () => {
    const early = push(push(begin(), 12, message(13)), 11, message(12))
    expect(room(early)).toMatchObject({ mark: 10, dueAt: 400 })
    expect(seqs(early)).toEqual([12, 13])
    expect(room(push(early, 10, message(11)))).toMatchObject({ mark: 13, dueAt: null, held: [] })
  })
  test('makes the room due for a sync when the missing push never comes', () => {
    const early = push(begin(), 11, message(12))
    expect(nextSync(early, 399)).toBeNull()
    expect(nextSync(early, 400)).toMatchObject({ rooms: { r: 10 }, since: '0' })
    const whole = sync(early, 10, changes(12, [message(11), message(12)]))
    expect(room(whole)).toMatchObject({ mark: 12, dueAt: null })
    expect(seqs(whole)).toEqual([11, 12])
  })
  test('does not follow a sync that was asked from above it', () => {
    expect(room(sync(begin(), 20, changes(25, [message(25)])))).toMatchObject({ mark: 10, head: 25 })
  })
  test('goes back to the value of a page that was read before it, and syncs at once', () => {
    const ahead = push(begin(), 10, message(5, 11)) // an old message changed; it is not loaded
    const paged = replicas.paged(ahead, 'r', { before: 11 }, page([message(5), message(8)], 10), at(7))
    expect(room(paged)).toMatchObject({ mark: 10, dueAt: 7 })
    expect(room(sync(paged, 10, changes(11, [message(5, 11)]))).messages[0]).toMatchObject({
      seq: 5,
      rev: 11,
    })
  })
  test('does not jump over an early change of a message that is not loaded', () => {
    const early = push(begin(), 11, message(7, 12)) // 11 is on its way
    expect(room(push(early, 10, message(11)))).toMatchObject({ mark: 11, head: 12, held: [] })
  })
  test('does not jump over an early change of a message that only then was loaded', () => {
    const early = push(begin(), 11, message(5, 12)) // dropped: 5 is not loaded, and 11 is still to come
    const loaded = replicas.paged(early, 'r', { before: 11 }, page([message(5)], 10), at(0))
    const joined = push(loaded, 10, message(11))
    expect(room(joined)).toMatchObject({ mark: 11, head: 12 })
    expect(nextSync(joined, 10_000)?.rooms).toEqual({ r: 11 })
    expect(room(sync(joined, 11, changes(12, [message(5, 12)]))).messages[0]).toMatchObject({
      id: 'm5',
      rev: 12,
    })
  })
  test('stays where nothing was found although more was heard of, and asks again', () => {
    const early = push(begin(), 11, message(12))
    const vain = sync(early, 10)
    expect(room(vain)).toMatchObject({ mark: 10, vain: 1 })
    expect(room(vain).dueAt).toBeGreaterThan(1_000)
  })
})

describe('a new connection', () => {
  test('has every room asked for, until that was answered', () => {
    const stale = push(replicas.reconnected(begin()), 10, message(11))
    const ask = nextSync(stale, 0)!
    expect(ask).toMatchObject({ rooms: { r: 11 }, whole: true })
    const answer = { rooms: [], conversations: [], gone: [], people: [], own: {}, since: '1', full: false }
    expect(nextSync(replicas.synced(stale, { ...ask, whole: false }, answer, at(0)), 0)).not.toBeNull()
    expect(nextSync(replicas.synced(stale, ask, answer, at(0)), 0)).toBeNull()
  })
  test('without a mark of what is mine has the list walked, and drops rooms that are not on it', () => {
    const ask = nextSync({ ...begin(), since: null, stale: true }, 5)!
    expect(ask).not.toHaveProperty('since')
    const answer = { rooms: [], conversations: [], gone: [], people: [], own: {}, since: '1', full: true }
    const full = replicas.synced(begin(), ask, answer, at(5))
    expect(replicas.mustList(full, 5)).toBe(true)
    expect(replicas.listedAll(full, new Set(), 5)).toMatchObject({ rooms: {}, unlisted: false })
  })
})

describe('messages', () => {
  test('twice or out of order is harmless: the higher rev stays', () => {
    const first = push(push(begin(), 10, message(11)), 11, message(11, 12))
    expect(room(push(first, 10, message(11))).messages).toEqual([message(11, 12)])
  })
  test('from a part that is not loaded are not shown, but tell the last message', () => {
    const state = push(begin({ lastMessage: message(10) }), 10, message(10, 11))
    expect(seqs(state)).toEqual([])
    expect(room(state).lastMessage).toMatchObject({ seq: 10, rev: 11 })
  })
  test('older pages join what is loaded; a page elsewhere does not', () => {
    const newest = replicas.paged(begin(), 'r', {}, page([message(8), message(10)], 10), at(0))
    expect(room(newest).ranges).toEqual([[8, 10]])
    const older = replicas.paged(newest, 'r', { before: 8 }, page([message(6), message(7)], 10), at(0))
    expect(room(older).ranges).toEqual([[6, 10]])
    const around = replicas.paged(
      older,
      'r',
      { around: 2 },
      page([message(2), message(3)], 10, true, true),
      at(0),
    )
    expect(room(around).ranges).toEqual([[2, 3], [6, 10]]) // prettier-ignore
    const first = replicas.paged(around, 'r', { before: 6 }, page([message(4)], 10, false), at(0))
    expect(room(first).ranges).toEqual([[0, 10]])
  })
  test('a gap drops what is loaded and leaves the newest page, and what came early', () => {
    const loaded = replicas.paged(begin(), 'r', {}, page([message(9)], 10), at(0))
    const gap = sync(
      push(loaded, 59, message(60)),
      10,
      changes(58, [message(57), message(58)], { gap: true }),
    )
    expect(seqs(gap)).toEqual([57, 58, 60])
    expect(room(gap)).toMatchObject({ mark: 58, ranges: [[57, 58]] })
    expect(room(gap).dueAt).not.toBeNull()
  })
  test('with more to come are asked for at once, from where they ended', () => {
    const state = sync(begin(), 10, changes(12, [message(12)], { more: true }))
    expect(nextSync(state, 50)).toMatchObject({ rooms: { r: 12 } })
  })
  test('a reply before its push is shown and joined; after it, it changes nothing', () => {
    const replied = replicas.answered(begin(), message(11), at(0))
    expect(seqs(replied)).toEqual([11])
    expect(room(replied).dueAt).toBe(400)
    const pushed = push(replied, 10, message(11))
    expect(room(pushed)).toMatchObject({ mark: 11, dueAt: null })
    expect(replicas.answered(pushed, message(11), at(0))).toEqual(pushed)
  })
})

describe('rooms that come and go', () => {
  test('coming back with another history begins anew', () => {
    const loaded = replicas.paged(begin(), 'r', {}, page([message(9)], 10), at(0))
    const again = replicas.listed(loaded, conversation(30, { fromSeq: 31 }), 60, at(60))
    expect(room(again)).toMatchObject({ mark: 30, messages: [], fromSeq: 31 })
  })
  test('an answer that tells of coming back does not settle what came by push meanwhile', () => {
    const ask = nextSync(replicas.reconnected(begin()), 50)!
    const early = push(begin(), 10, message(11), 60) // heard in the stay that is over
    const told = replicas.synced(
      early,
      ask,
      {
        ...{ rooms: [], conversations: [conversation(10, { fromSeq: 11 })], gone: [], people: [], own: {} },
        ...{ since: '1', full: false },
      },
      at(70),
    )
    expect(room(told)).toMatchObject({ fromSeq: 11, mark: 10, unsure: true, dueAt: 70 })
  })
  test('an old answer does not bring back a room that was left', () => {
    const left = heard(begin(), { type: 'conversation_gone', data: { roomId: 'r' } }, at(100))
    expect(replicas.listed(left, conversation(10), 90, at(110)).rooms).toEqual({})
    expect(replicas.listed(left, conversation(10), 101, at(110)).rooms).toHaveProperty('r')
  })
  test('an old answer does not take away a room that was entered since', () => {
    const entered = heard(
      emptyReplica('me'),
      { type: 'conversation_updated', data: { conversation: conversation(3) } },
      at(100),
    )
    const ask = { rooms: {}, askedAt: 90, whole: false }
    const answer = { rooms: [], conversations: [], gone: ['r'], people: [], own: {}, since: '1', full: false }
    expect(replicas.synced(entered, ask, answer, at(120)).rooms).toHaveProperty('r')
  })
  test('a room entered by push is synced once: its row may be older than its pushes', () => {
    const entered = heard(
      { ...emptyReplica('me'), stale: false },
      { type: 'conversation_updated', data: { conversation: conversation(3) } },
      at(0),
    )
    expect(nextSync(entered, 0)).toMatchObject({ rooms: { r: 2 } })
    expect(room(sync(entered, 2)).dueAt).toBeNull()
  })
  test('a room that was heard of before its row came is synced once: the row may be older', () => {
    const stray = push({ ...emptyReplica('me'), stale: false }, 4, message(5))
    expect(nextSync(replicas.listed(stray, conversation(4), 0, at(9)), 9)).toMatchObject({ rooms: { r: 3 } })
  })
  test('a push of an unknown room has the list walked', () => {
    const stray = push({ ...emptyReplica('me'), stale: false }, 4, message(5))
    expect([replicas.mustList(stray, 499), replicas.mustList(stray, 500)]).toEqual([false, true])
  })
})

describe('unread', () => {
  const unread = (replica: Replica) => unreadOf(room(replica), replica)
  const gone = (seq: number, rev: number) =>
    message(seq, rev, { gone: { by: 'other', why: 'deleted', at: '' }, content: null })

  test('counts texts of others that are still there', () => {
    const said = push(push(begin(), 10, message(11)), 11, message(12, 12, { senderId: 'me' }))
    expect(unread(push(begin(), 10, message(11)))).toBe(1)
    expect(unread(said)).toBe(0) // speaking is reading
    expect(unread(push(push(begin(), 10, message(11)), 11, gone(11, 12)))).toBe(0)
  })
  test('adds what comes to what was told of messages that are not loaded', () => {
    expect(unread(push(begin({ readSeq: 3, unread: 5 }), 10, message(11)))).toBe(6)
    expect(unread(push(begin({ readSeq: 3, unread: 100 }), 10, message(11)))).toBe(100)
  })
  test('asks the server when a message goes that it may have counted', () => {
    const state = push(begin({ readSeq: 3, unread: 5 }), 10, gone(7, 11))
    expect(nextSync(state, 100)).toMatchObject({ rooms: { r: 10 } })
    const told = sync(state, 10, changes(11, [gone(7, 11)], { readSeq: 3, unread: 4 }))
    expect([unread(told), room(told).dueAt]).toEqual([4, null])
  })
  test('is asked for again when what went was heard of before an older answer came', () => {
    const some = page([message(7), message(8)], 10, true, true)
    const loaded = replicas.paged(begin({ readSeq: 3, unread: 5 }), 'r', { before: 9 }, some, at(0))
    const early = push(loaded, 11, gone(7, 12)) // 11 is on its way
    const told = sync(early, 10, changes(11, [message(11)], { readSeq: 3, unread: 6 }))
    expect([room(told).mark, room(told).unsure]).toEqual([12, true])
    expect(nextSync(told, 1000)).toMatchObject({ rooms: { r: 11 } })
    const again = sync(told, 11, changes(12, [gone(7, 12)], { readSeq: 3, unread: 5 }))
    expect([unread(again), room(again).dueAt]).toEqual([5, null])
  })
  test('is asked for again when the server counted what is known here to have gone since', () => {
    const later = push(push(begin({ readSeq: 3 }), 10, message(11)), 11, gone(11, 12))
    const row = conversation(11, { readSeq: 3, unread: 1 })
    const late = replicas.listed(later, row, 1, at(50))
    expect(nextSync(late, 1000)).toMatchObject({ rooms: { r: 11 } })
    const again = sync(late, 11, changes(12, [gone(11, 12)], { readSeq: 3 }))
    expect([unread(again), room(again).dueAt]).toEqual([0, null])
  })
  test.each<[string, Message['mine'], Message['mine'], boolean]>([
    ['hidden', {}, { hidden: true }, true],
    ['shown again', { hidden: true }, {}, true],
    ['only reacted to', {}, { reactions: ['👍'] }, false],
  ])('is asked for again when what it may hold is %s elsewhere', (_, before, after, isAsked) => {
    const some = page([message(7)], 10, true, true)
    const state = begin({ readSeq: 3, unread: 5 })
    for (const known of [state, replicas.paged(state, 'r', { before: 9 }, some, at(0))]) {
      const first = sync(heard(known, marked('m7', before), at(0)), 9, changes(10, [], { readSeq: 3 }))
      expect(nextSync(first, 1000)).toBeNull()
      expect(nextSync(heard(first, marked('m7', after), at(0)), 1000) !== null).toBe(isAsked)
    }
  })
  test('is not asked for when what has been read is hidden', () => {
    const some = page([message(2)], 10, true, true)
    const state = replicas.paged(begin({ readSeq: 3, unread: 5 }), 'r', { before: 4 }, some, at(0))
    expect(nextSync(heard(state, marked('m2', { hidden: true }), at(0)), 1000)).toBeNull()
  })
  test('is not asked for without end where the server never gets as far as was heard', () => {
    const some = page([message(7)], 10, true, true)
    const empty = begin({ readSeq: 3, unread: 5 })
    for (const known of [empty, replicas.paged(empty, 'r', { before: 9 }, some, at(0))]) {
      let state = push(known, 11, gone(7, 12))
      for (let n = 0; n < 10; n++) {
        const from = nextSync(state, 60_000)?.rooms.r
        if (from === undefined) break
        state = sync(state, from, ...(from < 10 ? [changes(10, [], { readSeq: 3, unread: 5 })] : []))
      }
      expect(room(state)).toMatchObject({ unsure: false, dueAt: null, head: 10 })
    }
  })
  test('is kept where messages are let go', () => {
    const said = [11, 12, 13, 14].reduce((all, seq) => push(all, seq - 1, message(seq)), begin())
    expect(unread(replicas.trimmed(said, 'r', 1))).toBe(4)
    expect(unread(replicas.trimmed(said, 'r', 0))).toBe(4)
  })
  test('counts what was before an early message, also where both are let go', () => {
    const early = push(push(begin(), 10, message(11)), 12, message(13)) // 12 is on its way
    const all = push(replicas.trimmed(early, 'r', 0), 11, message(12))
    expect(unread(replicas.trimmed(all, 'r', 0))).toBe(3)
  })
  test('goes when read here, and the server is told', () => {
    const read = replicas.read(push(begin(), 10, message(11)), 'r', 11, at(0))
    expect([unread(read), room(read).readAcked]).toEqual([0, 10])
    const acked = replicas.readAcked(read, { roomId: 'r', readSeq: 11, unread: 0, mention: false }, at(0))
    expect(room(acked).readAcked).toBe(11)
  })
})

describe('what only I am shown of a message', () => {
  const mine = { reactions: ['👍'] }
  const mineOf = (replica: Replica) => room(replica).messages.at(-1)!.mine
  const told = (replica: Replica, next: Message['mine']) => heard(replica, marked('m11', next ?? {}), at(0))

  test('stays known when a push for everyone leaves it out', () => {
    const known = sync(begin(), 10, changes(11, [message(11, 11, { mine })]))
    expect(mineOf(push(known, 11, message(11, 12)))).toEqual(mine)
  })

  test('is taken from a page of the same value that came after the push', () => {
    const heardFirst = push(begin(), 10, message(11))
    expect(mineOf(heardFirst)).toBeUndefined()
    expect(mineOf(sync(heardFirst, 10, changes(11, [message(11, 11, { mine })])))).toEqual(mine)
  })

  test('is what the newest word says, nothing being a word too', () => {
    const known = sync(begin(), 10, changes(11, [message(11, 11, { mine })]))
    expect(mineOf(sync(known, 11, changes(12, [message(11, 12, { mine: {} })])))).toEqual({})
  })

  test('follows what another device of mine did', () => {
    const known = push(begin(), 10, message(11))
    expect(mineOf(told(known, mine))).toEqual(mine)
    expect(mineOf(told(told(known, mine), { reactions: [] }))).toEqual({ reactions: [] })
  })

  test('goes with the message', () => {
    const known = sync(begin(), 10, changes(11, [message(11, 11, { mine })]))
    const husk = message(11, 12, {
      content: null,
      gone: { by: 'other', why: 'deleted', at: '2026-01-01T00:00:00Z' },
    })
    expect(mineOf(push(known, 11, husk))).toBeUndefined()
    expect(mineOf(told(push(known, 11, husk), mine))).toBeUndefined()
  })
})

describe('people who are ignored', () => {
  const shown = (replica: Replica) => unreadOf(replica.rooms.r!, replica)
  const asked = (replica: Replica, now: number, unread: number) => {
    const ask = nextSync(replica, now)!
    const answer = { conversations: [], gone: [], people: [], own: {}, since: '1', full: false }
    const told = changes(10, [], { unread, readSeq: 3 })
    return replicas.synced(replica, ask, { ...answer, rooms: [told] }, at(now))
  }

  test('do not count where everything unread is loaded, at once', () => {
    const two = push(push(begin(), 10, message(11)), 11, message(12, 12, { senderId: 'loud' }))
    expect(shown(two)).toBe(2)
    const quiet = replicas.ignoring(two, ['loud'], at(5))
    expect(shown(quiet)).toBe(1)
    expect(nextSync(quiet, 5)).toBeNull()
    expect(shown(replicas.ignoring(quiet, [], at(6)))).toBe(2)
  })

  test('are asked for where the server counted, and what it counted before does not settle that', () => {
    const some = begin({ readSeq: 3, unread: 7 })
    const quiet = replicas.ignoring(some, ['loud'], at(5))
    expect(nextSync(quiet, 5)?.rooms).toEqual({ r: 9 })
    expect(shown(asked(quiet, 6, 4))).toBe(4)
    expect(nextSync(asked(quiet, 6, 4), 1000)).toBeNull()

    const ask = { rooms: { r: 9 }, askedAt: 4, whole: false }
    const answer = { conversations: [], gone: [], people: [], own: {}, since: '1', full: false }
    const late = { ...answer, rooms: [changes(10, [], { unread: 7, readSeq: 3 })] }
    expect(nextSync(replicas.synced(quiet, ask, late, at(7)), 7)?.rooms).toEqual({ r: 9 })
    expect(
      nextSync(replicas.listed(quiet, conversation(10, { readSeq: 3, unread: 7 }), 4, at(7)), 7),
    ).not.toBeNull()
  })

  test('that are the same as before change nothing', () => {
    const quiet = replicas.ignoring(begin(), ['a', 'b'], at(5))
    expect(replicas.ignoring(quiet, ['b', 'a'], at(9))).toBe(quiet)
  })
})

test('what I may do in my rooms follows by push; rooms that I am not in stay unknown', () => {
  const rooms = [
    { roomId: 'r', standing: 'moderator' },
    { roomId: 'elsewhere', standing: 'owner' },
  ]
  const told = heard(begin(), { type: 'standing_updated', data: { rooms } }, at(0))
  expect(told.rooms.r!.room.standing).toBe('moderator')
  expect(Object.keys(told.rooms)).toEqual(['r'])
})
