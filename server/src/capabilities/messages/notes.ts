/** The system's notes in a room: facts that the device words in its own language. */
import type { z } from 'zod/mini'
import type { SystemContent } from '@community-chat/shared/capabilities/messages/contract'
import type { Context } from '../../kernel/context'
import { newId } from '../../kernel/id'
import type { MemberDoc, RoomDoc } from '../rooms/api'
import { insert } from './send'

type Note = z.output<typeof SystemContent>

/** In larger rooms comings and goings would drown what people say. */
const notedUpTo = 200

/** A room was made. */
export const noteCreated = (ctx: Context, { room, memberIds }: { room: RoomDoc; memberIds: string[] }) =>
  noteSmall(
    ctx,
    room,
    {
      event: 'room_created',
      actorId: room.creatorId ?? null,
      subjectIds: memberIds.slice(0, 20),
      data: { name: room.name },
    },
    'created',
  )

/** Someone came in, by themselves or brought by another. */
export const noteJoined = (
  ctx: Context,
  { room, member, actorId }: { room: RoomDoc; member: MemberDoc; actorId: string },
) => noteSmall(ctx, room, { event: 'members_joined', actorId, subjectIds: [member.userId], data: {} })

/** Someone went, or was put out. */
export const noteLeft = (
  ctx: Context,
  { room, userId, actorId }: { room: RoomDoc; userId: string; actorId: string },
) =>
  noteSmall(ctx, room, {
    event: userId === actorId ? 'member_left' : 'member_removed',
    actorId,
    subjectIds: [userId],
    data: {},
  })

/** The room has another name. */
export async function noteRenamed(
  ctx: Context,
  { before, room, actorId }: { before: RoomDoc; room: RoomDoc; actorId: string },
) {
  if (before.name === room.name) return
  await noteSmall(ctx, room, {
    event: 'room_renamed',
    actorId,
    subjectIds: [],
    data: { from: before.name, to: room.name },
  })
}

/** There is another announcement, or none any more. In a room of any size: it is for everyone. */
export async function noteAnnounced(
  ctx: Context,
  { before, room, actorId }: { before: RoomDoc; room: RoomDoc; actorId: string },
) {
  if (before.announcement?.text === room.announcement?.text) return
  const data = { gone: !room.announcement }
  await note(ctx, room, { event: 'announcement_changed', actorId, subjectIds: [], data })
}

/** What is said from now on lives for another time; between two people too. */
export async function noteExpiry(
  ctx: Context,
  { before, room, actorId }: { before: RoomDoc; room: RoomDoc; actorId: string },
) {
  const seconds = room.expiresAfter ?? 0
  if ((before.expiresAfter ?? 0) === seconds) return
  await note(ctx, room, { event: 'expiry_changed', actorId, subjectIds: [], data: { seconds } })
}

/** A note where comings and goings are noted: not between two people, nor in a large room. */
async function noteSmall(ctx: Context, room: RoomDoc, content: Note, clientId?: string): Promise<void> {
  if (room.type === 'direct_message' || room.memberCount > notedUpTo) return
  await note(ctx, room, content, clientId)
}

/**
 * Notes something in a room; it does not count as unread. With a clientId of its own, shorter than any device's, a note
 * that is made twice is the same note.
 */
export async function note(
  ctx: Context,
  room: Pick<RoomDoc, '_id'>,
  content: Note,
  clientId = newId(),
): Promise<void> {
  const senderId = content.actorId ?? content.subjectIds[0] ?? 'system'
  await insert(ctx, {
    roomId: room._id,
    senderId,
    clientId,
    type: 'system',
    content,
    facets: {},
    aside: false,
    countable: false,
  })
}
