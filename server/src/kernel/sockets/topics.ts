/** Who hears what on this node. */
import type { Connection } from './connection'
import type { Place, To } from '../context'
import { forgetRoom, type Item, type Listeners, settleRoom, skipFrame, toEach, toRoom } from './fan-out'
import { gauge } from '../metrics'
import { isAlone } from '../nodes/lease'
import { forgetOrder, inOrder } from './order'
import { hearRoom, passOn, ring } from '../nodes/relay'
import { frameFor } from './wire'

const rooms = new Map<string, Map<Connection, number>>()
const users = new Map<string, Set<Connection>>()
/** Who watches each person. */
const watchers = new Map<string, Set<Connection>>()
/** Changes of membership that arrive while a connection is still loading its rooms win over what it loads. */
const loading = new Map<Connection, Map<string, number | null>>()
gauge('chat_people_connected', 'People with at least one socket on this node.', () => users.size)
/** Pushes that may be lost; of one kind and person only the last counts. */
const ephemeral = new Map([
  ['typing_started', 'typing'],
  ['typing_stopped', 'typing'],
  ['presence_updated', 'presence'],
])
const nobody: Listeners = new Map()

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
  for (const userId of connection.watched ?? []) unwatch(connection, userId)
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
  for (const userId of connection.watched ?? []) if (!next.has(userId)) unwatch(connection, userId)
  connection.watched = next
  return fresh
}

/** Whether anybody on this node watches a person. */
export const isWatched = (userId: string): boolean => watchers.has(userId)

/** The connections on this node that watch a person. */
export const watchersOf = (userId: string): Connection[] => [...(watchers.get(userId) ?? [])]

/**
 * Sends one frame to an audience: serialised and framed once, the same bytes to every socket. A room's changes go in the
 * order of its counter, and with ephemera also to other nodes; of anything else they are told to look at the store,
 * unless this `isEcho` of what was found there.
 */
export function publish(
  frame: { type: string; roomId?: string; data: unknown },
  to: To,
  place?: Place,
  isEcho = false,
): void {
  const kind = ephemeral.get(frame.type)
  const key = kind && `${kind}:${(frame.data as { userId?: string }).userId}`
  let made: Item | undefined
  const item = (): Item =>
    (made ??= { bytes: frameFor(frame), ...(place ? { place } : {}), ...(key ? { key } : {}) })
  if ('room' in to) return publishToRoom(to.room, item, place, key !== undefined, isEcho)
  const connections = audience(to)
  if (connections.length > 0) toEach(connections, item())
  if (!isEcho && ('user' in to || 'users' in to)) ring()
}

/** Hands on what another node pushed to a room. */
export function deliver(roomId: string, item: Item): void {
  if (item.place) inOrder(roomId, item.place, () => toListeners(roomId, () => item))
  else toListeners(roomId, () => item)
}

/** Tells a room's listeners how far the room is, so that whoever is behind syncs. */
export function beacon(roomId: string, head: number): void {
  settleRoom(roomId)
  toEach(rooms.get(roomId)?.keys() ?? [], { bytes: skipFrame(roomId, head, head) })
}

function publishToRoom(
  roomId: string,
  item: () => Item,
  place: Place | undefined,
  mayBeLost: boolean,
  isEcho: boolean,
): void {
  if (place) inOrder(roomId, place, () => toListeners(roomId, item))
  else toListeners(roomId, item)
  if (isEcho) return
  if (place || mayBeLost) passOn(roomId, item)
  else ring()
}

function toListeners(roomId: string, item: () => Item): void {
  if (rooms.has(roomId)) toRoom(roomId, item(), () => rooms.get(roomId) ?? nobody)
}

function audience(to: Exclude<To, { room: string }>): Connection[] {
  if ('user' in to) return [...(users.get(to.user) ?? [])]
  if ('users' in to) return to.users.flatMap(userId => [...(users.get(userId) ?? [])])
  if ('connection' in to) return [to.connection]
  return [...(watchers.get(to.watchersOf) ?? [])]
}

function unwatch(connection: Connection, userId: string): void {
  const others = watchers.get(userId)
  if (others?.delete(connection) && others.size === 0) watchers.delete(userId)
}

function subscribe(connection: Connection, roomId: string, fromSeq: number): void {
  settleRoom(roomId)
  connection.rooms.set(roomId, fromSeq)
  const listeners = rooms.get(roomId)
  if (listeners) return void listeners.set(connection, fromSeq)
  rooms.set(roomId, new Map([[connection, fromSeq]]))
  // What other nodes pushed while nobody here heard it is not known: the next look tells how far the room is.
  if (!isAlone()) forgetOrder([roomId])
  hearRoom(roomId, true)
}

function drop(connection: Connection, roomId: string): void {
  const listeners = rooms.get(roomId)
  if (!listeners?.has(connection)) return
  settleRoom(roomId)
  listeners.delete(connection)
  if (listeners.size > 0) return
  rooms.delete(roomId)
  forgetRoom(roomId)
  hearRoom(roomId, false)
}
