/** Who hears what on this node, and the fan-out to them. */
import { closeCodes } from '@community-chat/shared/protocol/frame'
import { type Connection, sendBytes, slowBytes, tooSlowBytes, waitingBytes } from './connection'
import type { Place, To } from './context'
import { counter, gauge } from './metrics'

const rooms = new Map<string, Map<Connection, number>>()
const users = new Map<string, Set<Connection>>()
/** Who watches each person. */
const watchers = new Map<string, Set<Connection>>()
/** Changes of membership that arrive while a connection is still loading its rooms win over what it loads. */
const loading = new Map<Connection, Map<string, number | null>>()
const sent = counter('chat_pushes_sent_total', 'Pushes handed to sockets, one a listener.')
gauge('chat_people_connected', 'People with at least one socket on this node.', () => users.size)
const ephemeral = new Set(['typing_started', 'typing_stopped', 'presence_updated'])

/** Opens a connection for a person: pushes to the person arrive from now on. Call `hearRooms` once its rooms are read. */
export function open(connection: Connection, userId: string): void {
  const own = users.get(userId) ?? new Set()
  users.set(userId, own.add(connection))
  loading.set(connection, new Map())
}

/** Subscribes a connection to the rooms that were read for it. */
export function hearRooms(connection: Connection, hearings: { roomId: string; fromSeq: number }[]): void {
  const since = loading.get(connection)
  loading.delete(connection)
  for (const { roomId, fromSeq } of hearings) {
    if (!since?.has(roomId)) subscribe(connection, roomId, fromSeq)
  }
  for (const [roomId, fromSeq] of since ?? []) if (fromSeq !== null) subscribe(connection, roomId, fromSeq)
}

/** Forgets a connection. */
export function close(connection: Connection): void {
  loading.delete(connection)
  for (const roomId of connection.rooms.keys()) drop(connection, roomId)
  connection.rooms.clear()
  for (const userId of connection.watched) unwatch(connection, userId)
  const userId = connection.identity?.userId
  const own = userId === undefined ? undefined : users.get(userId)
  if (own?.delete(connection) && own.size === 0) users.delete(userId!)
}

/** Every connection of a person on this node hears the room from now on, from `fromSeq`. */
export function join(userId: string, roomId: string, fromSeq: number): void {
  for (const connection of users.get(userId) ?? []) {
    loading.get(connection)?.set(roomId, fromSeq)
    if (!loading.has(connection)) subscribe(connection, roomId, fromSeq)
  }
}

/** No connection of a person on this node hears the room any more: nothing sent after this returns reaches them. */
export function leave(userId: string, roomId: string): void {
  for (const connection of users.get(userId) ?? []) {
    loading.get(connection)?.set(roomId, null)
    connection.rooms.delete(roomId)
    drop(connection, roomId)
  }
}

/** The rooms somebody on this node hears. */
export const servedRooms = (): string[] => [...rooms.keys()]

/** The people on this node who hear a room. */
export const listenersIn = (roomId: string): string[] => [
  ...new Set([...(rooms.get(roomId)?.keys() ?? [])].flatMap(({ identity }) => identity?.userId ?? [])),
]

/** The people connected to this node. */
export const servedUsers = (): string[] => [...users.keys()]

/** The first seq that this person may see of a room which a connection of theirs on this node hears. */
export const heardFrom = (userId: string, roomId: string): number | undefined =>
  connectionsOf(userId)
    .find(connection => connection.rooms.has(roomId))
    ?.rooms.get(roomId)

/** A person's connections on this node. */
export const connectionsOf = (userId: string): Connection[] => [...(users.get(userId) ?? [])]

/** A connection watches exactly these people from now on. Answers those whom nobody on this node watched before. */
export function watch(connection: Connection, userIds: readonly string[]): string[] {
  const own = users.get(connection.identity?.userId ?? '')
  if (!own?.has(connection)) return []
  const next = new Set(userIds)
  const fresh: string[] = []
  for (const userId of next) {
    const others = watchers.get(userId)
    if (others) others.add(connection)
    else {
      watchers.set(userId, new Set([connection]))
      fresh.push(userId)
    }
  }
  for (const userId of connection.watched) if (!next.has(userId)) unwatch(connection, userId)
  connection.watched = next
  return fresh
}

/** Whether anybody on this node watches a person. */
export const isWatched = (userId: string): boolean => watchers.has(userId)

/** The connections on this node that watch a person. */
export const watchersOf = (userId: string): Connection[] => [...(watchers.get(userId) ?? [])]

/** Sends one frame to an audience: serialised once, the same bytes to every socket. */
export function publish(
  frame: { type: string; roomId?: string; data: unknown },
  to: To,
  place?: Place,
): void {
  const listeners = audience(to)
  if (listeners.size === 0) return
  const bytes = Buffer.from(JSON.stringify(frame))
  sent.inc(listeners.size)
  const droppable = ephemeral.has(frame.type)
  let skip: Buffer | undefined
  for (const [connection, fromSeq] of listeners) {
    const waiting = waitingBytes(connection)
    if (waiting > tooSlowBytes) {
      connection.socket.close(closeCodes.tooSlow)
      continue
    }
    const slow = waiting > slowBytes
    if (slow && droppable) continue
    if (place && (place.seq < fromSeq || slow)) {
      // Hidden: the watermark moves along. Slow: `prev` is the new value itself, so that the reader sees that it is
      // behind and syncs once it has caught its breath.
      if (slow) {
        sendBytes(connection, skipFrame(frame.roomId, place.rev, place.rev))
        continue
      }
      skip ??= skipFrame(frame.roomId, place.rev, place.prev)
      sendBytes(connection, skip)
    } else sendBytes(connection, bytes)
  }
}

/** Tells a room's listeners how far the room is, so that whoever is behind syncs. */
export function beacon(roomId: string, head: number): void {
  const bytes = skipFrame(roomId, head, head)
  for (const connection of rooms.get(roomId)?.keys() ?? []) sendBytes(connection, bytes)
}

const skipFrame = (roomId: string | undefined, rev: number, prev: number): Buffer =>
  Buffer.from(JSON.stringify({ type: 'skip', roomId, rev, prev }))

function audience(to: To): Map<Connection, number> {
  if ('room' in to) return rooms.get(to.room) ?? new Map()
  if ('user' in to) return new Map([...(users.get(to.user) ?? [])].map(connection => [connection, 0]))
  if ('connection' in to) return new Map([[to.connection, 0]])
  return new Map([...(watchers.get(to.watchersOf) ?? [])].map(connection => [connection, 0]))
}

function unwatch(connection: Connection, userId: string): void {
  const others = watchers.get(userId)
  if (others?.delete(connection) && others.size === 0) watchers.delete(userId)
}

function subscribe(connection: Connection, roomId: string, fromSeq: number): void {
  connection.rooms.set(roomId, fromSeq)
  const listeners = rooms.get(roomId) ?? new Map<Connection, number>()
  rooms.set(roomId, listeners.set(connection, fromSeq))
}

function drop(connection: Connection, roomId: string): void {
  const listeners = rooms.get(roomId)
  if (listeners?.delete(connection) && listeners.size === 0) rooms.delete(roomId)
}
