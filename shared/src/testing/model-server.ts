/** The smallest honest server: one array per room. Tests hold devices against it. */
import type { Changes, Conversation } from '../capabilities/conversations/contract'
import type { History, Message } from '../capabilities/messages/contract'
import type { Room } from '../capabilities/rooms/contract'
import { fault } from '../protocol/faults'
import type { PushFrame, SkipFrame } from '../protocol/frame'
import { countable, mostUnread } from '../protocol/unread'
import { isAside, isOfThread } from '../protocol/windows'
import type * as z from 'zod/mini'

interface Seat {
  fromSeq: number
  readSeq: number
  present: boolean
  changedAt: number
}
interface ModelRoom {
  id: string
  counter: number
  messages: Message[]
  seats: Map<string, Seat>
  historyOfAll: boolean
}
interface ModelSaying {
  roomId: string
  text: string
  clientId: string
  threadId?: string
  alsoToRoom?: boolean
}
type Deliver = (userId: string, frame: PushFrame | SkipFrame) => void

/** Sizes of the model, small so that short runs reach every case. */
export const sizes = { page: 10, more: 8, gap: 24 }

export type ModelServer = ReturnType<typeof modelServer>

/** A server in memory; `deliver` takes each push to the devices of one person. */
export function modelServer(now: () => number, deliver: Deliver) {
  const rooms = new Map<string, ModelRoom>()
  const ignored = new Map<string, string[]>()
  let ids = 0

  const seatOf = (userId: string, roomId: string) => {
    const seat = rooms.get(roomId)?.seats.get(userId)
    return seat?.present ? seat : undefined
  }
  function member(userId: string, roomId: string): { room: ModelRoom; seat: Seat } {
    const seat = seatOf(userId, roomId)
    if (!seat) throw fault('not_found')
    return { room: rooms.get(roomId)!, seat }
  }
  const visible = (room: ModelRoom, seat: Seat) => room.messages.filter(one => one.seq >= seat.fromSeq)
  const inRoom = (room: ModelRoom, seat: Seat) => visible(room, seat).filter(one => !isAside(one))

  function unread(userId: string, room: ModelRoom, seat: Seat): number {
    const reader = { me: userId, ignored: ignored.get(userId) }
    const above = inRoom(room, seat)
      .filter(one => one.seq > seat.readSeq)
      .slice(-200)
    return Math.min(mostUnread, above.filter(one => countable(one, reader)).length)
  }

  function conversation(userId: string, room: ModelRoom): Conversation {
    const seat = room.seats.get(userId)!
    const seen = inRoom(room, seat)
    const facts = { id: room.id, version: 1, createdAt: '2026-01-01T00:00:00Z' } as Room
    const { fromSeq, readSeq } = seat
    const lastMessage = seen[seen.length - 1] ?? null
    return {
      room: facts,
      lastMessage,
      readSeq,
      fromSeq,
      unread: unread(userId, room, seat),
      mention: false,
      at: room.counter,
    }
  }

  /** A change: takes the next value and is told to everyone in the room. */
  function commit(room: ModelRoom, type: string, change: (rev: number) => Message): Message {
    const prev = room.counter
    const rev = prev + 1 + (prev % 3 === 2 ? 1 : 0) // holes are allowed
    room.counter = rev
    const message = change(rev)
    room.messages = [...room.messages.filter(one => one.id !== message.id), message].sort(
      (a, b) => a.seq - b.seq,
    )
    for (const [userId, seat] of room.seats) {
      if (!seat.present) continue
      const shown = message.seq >= seat.fromSeq
      const frame: PushFrame | SkipFrame = shown
        ? { type, roomId: room.id, data: { message, prev, cause: {} } }
        : { type: 'skip', roomId: room.id, rev, prev }
      deliver(userId, frame)
    }
    return message
  }

  const find = (userId: string, messageId: string) => {
    for (const room of rooms.values()) {
      const message = room.messages.find(one => one.id === messageId)
      if (message && seatOf(userId, room.id)) return { room, message }
    }
    throw fault('not_found')
  }

  return {
    rooms,
    conversation,
    /** What these people say counts for one person no longer. */
    ignore: (userId: string, userIds: string[]) => void ignored.set(userId, userIds),
    addRoom: (id: string, historyOfAll: boolean) =>
      void rooms.set(id, { id, counter: 0, messages: [], seats: new Map(), historyOfAll }),
    join: (userId: string, roomId: string) => {
      const room = rooms.get(roomId)!
      if (seatOf(userId, roomId)) return
      const fromSeq = room.historyOfAll ? 0 : room.counter + 1
      room.seats.set(userId, { fromSeq, readSeq: room.counter, present: true, changedAt: now() })
      deliver(userId, { type: 'conversation_updated', data: { conversation: conversation(userId, room) } })
    },
    leave: (userId: string, roomId: string) => {
      const seat = seatOf(userId, roomId)
      if (!seat) return
      Object.assign(seat, { present: false, changedAt: now() })
      deliver(userId, { type: 'conversation_gone', data: { roomId } })
    },
    send: (userId: string, input: ModelSaying): Message => {
      const { room, seat } = member(userId, input.roomId)
      const { clientId, roomId, text, threadId, alsoToRoom } = input
      const stored = room.messages.find(one => one.senderId === userId && one.clientId === clientId)
      if (stored) return stored
      const message = commit(room, 'new_message', rev => ({
        id: `m${++ids}`,
        roomId,
        senderId: userId,
        seq: rev,
        rev,
        type: 'text',
        content: { type: 'text', text },
        clientId,
        facets: {},
        createdAt: '2026-01-01T00:00:00Z',
        ...(threadId ? { threadId } : {}),
        ...(threadId && alsoToRoom ? { alsoToRoom } : {}),
      }))
      if (!isAside(message)) seat.readSeq = Math.max(seat.readSeq, message.seq)
      return message
    },
    edit: (userId: string, messageId: string, text: string): Message => {
      const { room, message } = find(userId, messageId)
      return commit(room, 'message_updated', rev => ({ ...message, rev, content: { type: 'text', text } }))
    },
    remove: (userId: string, messageId: string): Message => {
      const { room, message } = find(userId, messageId)
      const gone = { by: userId, why: 'deleted' as const, at: '2026-01-01T00:00:00Z' }
      return commit(room, 'message_deleted', rev => ({ ...message, rev, content: null, gone }))
    },
    markRead: (userId: string, roomId: string, seq: number) => {
      const { room, seat } = member(userId, roomId)
      seat.readSeq = Math.max(seat.readSeq, Math.min(seq, room.counter))
      const state = { roomId, readSeq: seat.readSeq, unread: unread(userId, room, seat), mention: false }
      deliver(userId, { type: 'read_updated', data: state })
      return state
    },
    list: (userId: string) => ({
      items: [...rooms.values()]
        .filter(room => seatOf(userId, room.id))
        .map(room => conversation(userId, room)),
      next: null,
      since: String(now()),
    }),
    history: (
      userId: string,
      ask: { roomId: string; threadId?: string; before?: number; after?: number; around?: number },
    ): z.output<typeof History> => {
      const { room, seat } = member(userId, ask.roomId)
      if (ask.around !== undefined) return pageAround(room, inRoom(room, seat), ask.around)
      const all = ask.threadId
        ? visible(room, seat).filter(one => isOfThread(one, ask.threadId!))
        : inRoom(room, seat)
      const some = all.filter(one => one.seq < (ask.before ?? Infinity) && one.seq > (ask.after ?? -1))
      const items = ask.after === undefined ? some.slice(-sizes.page) : some.slice(0, sizes.page)
      const rest = some.length > items.length
      const hasBefore = ask.after === undefined ? rest : all.some(one => one.seq <= ask.after!)
      const hasAfter =
        ask.after === undefined ? ask.before !== undefined && all.some(one => one.seq >= ask.before!) : rest
      return { items, at: room.counter, hasBefore, hasAfter }
    },
    sync: (userId: string, asked: Record<string, number>, since?: string): z.output<typeof Changes> => {
      const mine = [...rooms.values()].filter(room => room.seats.has(userId))
      const fresh = mine.filter(room => room.seats.get(userId)!.changedAt > Number(since ?? -1) - 30_000)
      const left = (room: ModelRoom) => !room.seats.get(userId)!.present
      return {
        rooms: Object.entries(asked).flatMap(([roomId, from]) => {
          const seat = seatOf(userId, roomId)
          const room = rooms.get(roomId)!
          return seat && room.counter > from ? [changesOf(userId, room, seat, from)] : []
        }),
        conversations: fresh.filter(room => !left(room)).map(room => conversation(userId, room)),
        gone: mine
          .filter(room => left(room) && (fresh.includes(room) || room.id in asked))
          .map(room => room.id),
        people: [],
        own: {},
        since: String(now()),
        full: since === undefined,
      }
    },
  }

  function pageAround(room: ModelRoom, all: Message[], seq: number): z.output<typeof History> {
    const half = sizes.page / 2
    const [left, right] = [all.filter(one => one.seq <= seq), all.filter(one => one.seq > seq)]
    const items = [...left.slice(-half), ...right.slice(0, half)]
    return { items, at: room.counter, hasBefore: left.length > half, hasAfter: right.length > half }
  }

  function changesOf(
    userId: string,
    room: ModelRoom,
    seat: Seat,
    from: number,
  ): z.output<typeof Changes>['rooms'][number] {
    const seen = visible(room, seat)
    const changes = seen.filter(one => one.rev > from).sort((a, b) => a.rev - b.rev)
    const { unread: count, readSeq, lastMessage } = conversation(userId, room)
    const base = { roomId: room.id, readSeq, unread: count, mention: false, lastMessage }
    if (changes.length > sizes.gap) {
      const messages = inRoom(room, seat).slice(-sizes.page)
      return { ...base, messages, to: room.counter, more: false, gap: true }
    }
    const more = changes.length > sizes.more
    const messages = more ? changes.slice(0, sizes.more) : changes
    const to = more ? messages[messages.length - 1]!.rev : room.counter
    return { ...base, messages, to, more, gap: false }
  }
}
