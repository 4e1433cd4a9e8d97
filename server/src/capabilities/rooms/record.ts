/** What is written into the record of a room. */
import * as audit from '../audit/api'
import type { Context } from '../../kernel/context'
import type { MemberDoc, RoomDoc } from './model'

const recorded = [
  ...['name', 'topic', 'visibility', 'maxMembers', 'history', 'invites'],
  ...['mentionAll', 'forwarding', 'expiresAfter', 'announcedAt'],
] as const

/** A room's place in the record. */
export const placeOf = ({ _id, communityId }: RoomDoc) => ({ roomId: _id, communityId: communityId ?? null })

/** Records what of a room was changed. What two people set between themselves is theirs. */
export async function recordUpdate(ctx: Context, before: RoomDoc, room: RoomDoc): Promise<void> {
  if (room.type === 'direct_message') return
  const data = audit.changeOf(shown(before), shown(room), [...recorded] as never[])
  if (data) await audit.record(ctx, { act: 'room_changed', ...placeOf(room), data })
}

/** Records what a member may do now, and might before. */
export const recordRole = (ctx: Context, room: RoomDoc, member: MemberDoc, from: string): Promise<void> =>
  audit.record(ctx, {
    act: 'role_changed',
    ...placeOf(room),
    subjectId: member.userId,
    data: { from, to: member.role },
  })

/** When something was announced stands for what was. */
const shown = (room: RoomDoc) => ({ ...room, announcedAt: room.announcement?.at ?? null })
