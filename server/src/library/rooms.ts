/** Rooms by the library's words: made, joined, read and changed. */
import type { Input } from '@community-chat/shared/protocol/contract'
import { type Room, rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { Fault } from '@community-chat/shared/protocol/faults'
import { communityOf } from './clusters'
import { hostId } from './people'
import { presentRoom } from './present-room'
import type { Running } from './running'
import { type ChatRoom, type ChatRoomData, ChatRoomType } from './types'

const { routes } = rooms
const triesToUpdate = 5

/** Makes a room; a direct one with exactly one other person is the one of that pair. */
export async function create(running: Running, data: ChatRoomData, creatorId: string): Promise<ChatRoom> {
  const { app, people } = running
  const userId = await people.ensure(creatorId)
  const others = await Promise.all((data.participants ?? []).map(one => people.ensure(one.userId)))
  const memberIds = others.filter(id => id !== userId)
  const caller = app.as(userId)
  if (data.type === ChatRoomType.DIRECT_MESSAGE && memberIds.length === 1) {
    return presentRoom(app, await caller.call(routes.openDirect, { userId: memberIds[0]! }))
  }
  const { clusterId, settings = {} } = data
  const communityId = clusterId ? await communityOf(app, clusterId, [userId, ...memberIds]) : undefined
  const room = await caller.call(routes.create, {
    name: data.name ?? '',
    type: data.type as Input<typeof routes.create>['type'],
    topic: data.metadata?.description,
    ...(settings.isPrivate === undefined ? {} : { visibility: visibilityOf(settings.isPrivate) }),
    maxMembers: settings.maxParticipants,
    communityId,
    memberIds,
  })
  return presentRoom(app, room, clusterId)
}

/** Brings someone in; where it is another who asks, that one must be allowed to. */
export async function join(
  { app, people }: Running,
  roomId: string,
  newcomerId: string,
  invitedBy?: string,
): Promise<void> {
  const userId = await people.ensure(newcomerId)
  if (invitedBy === undefined) await app.as(userId).call(routes.join, { roomId })
  else await app.as(await people.ensure(invitedBy)).call(routes.addMember, { roomId, userId })
}

/** The room, null where there is none. */
export async function get({ app }: Running, roomId: string): Promise<ChatRoom | null> {
  try {
    return await presentRoom(app, await app.asHost(hostId).call(routes.get, { roomId }))
  } catch (error) {
    if (error instanceof Fault && (error.code === 'not_found' || error.code === 'invalid_input')) return null
    throw error
  }
}

/** Changes what differs; whoever changed it meanwhile is overwritten in these fields alone. */
export async function update({ app }: Running, roomId: string, wanted: ChatRoomData): Promise<void> {
  const host = app.asHost(hostId)
  for (let left = triesToUpdate; ; left--) {
    const room = await host.call(routes.get, { roomId })
    const change = differenceOf(room, wanted)
    if (Object.keys(change).length === 0) return
    try {
      await host.call(routes.update, { roomId, version: room.version, ...change })
      return
    } catch (error) {
      if (!(error instanceof Fault && error.code === 'stale_version') || left <= 1) throw error
    }
  }
}

function differenceOf(
  room: Room,
  { name, metadata, settings = {} }: ChatRoomData,
): Omit<Input<typeof routes.update>, 'roomId' | 'version'> {
  const { isPrivate, maxParticipants } = settings
  const visibility = isPrivate === undefined ? room.visibility : visibilityOf(isPrivate)
  const topic = metadata?.description ?? room.topic
  return {
    ...(name !== undefined && name !== room.name ? { name } : {}),
    ...(topic === room.topic ? {} : { topic }),
    ...(visibility === room.visibility ? {} : { visibility }),
    ...(maxParticipants === undefined || maxParticipants === room.maxMembers
      ? {}
      : { maxMembers: maxParticipants }),
  }
}

const visibilityOf = (isPrivate: boolean) => (isPrivate ? 'private' : 'public')
