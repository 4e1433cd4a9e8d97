/** Rooms and members on the wire. */
import { inRooms, type Role } from '@community-chat/shared/capabilities/communities/role'
import type { Member, Room } from '@community-chat/shared/capabilities/rooms/contract'
import type { Person } from '@community-chat/shared/capabilities/profiles/person'
import { adminsAmong } from '../accounts/api'
import { standingsOf } from '../communities/api'
import { peopleOf, unknownPerson } from '../profiles/api'
import type { MemberDoc, RoomDoc } from './model'
import { roleIn } from './policy'

/** What everyone who may see the room sees alike. */
export const presentShared = (room: RoomDoc): Omit<Room, 'role' | 'standing' | 'peer'> => ({
  id: room._id,
  type: room.type as Room['type'],
  name: room.name ?? '',
  topic: room.topic ?? '',
  visibility: room.visibility as Room['visibility'],
  communityId: room.communityId ?? null,
  creatorId: room.creatorId ?? null,
  maxMembers: room.maxMembers ?? null,
  memberCount: room.memberCount,
  settings: {
    history: room.history,
    invites: room.invites,
    mentionAll: room.mentionAll ?? 'moderators',
    forwarding: room.forwarding ?? 'allowed',
    expiresAfter: room.expiresAfter ?? 0,
  } as Room['settings'],
  announcement: room.announcement
    ? {
        text: room.announcement.text!,
        by: room.announcement.by ?? null,
        at: room.announcement.at!.toISOString(),
      }
    : null,
  version: room.version,
  createdAt: room.createdAt.toISOString(),
  updatedAt: room.updatedAt.toISOString(),
})

/** The other person of a direct room. */
export const peerId = (room: RoomDoc, userId: string): string | null =>
  room.pair?.split(':').find(id => id !== userId) ?? null

/** Rooms as one person sees them; `seats` by room id where they are in. */
export async function presentFor(
  userId: string,
  rooms: RoomDoc[],
  seats: Map<string, MemberDoc>,
): Promise<Room[]> {
  const [people, places, admins] = await Promise.all([
    peopleOf(rooms.flatMap(room => peerId(room, userId) ?? [])),
    standingsOf(
      userId,
      rooms.flatMap(room => room.communityId ?? []),
    ),
    adminsAmong([userId]),
  ])
  return rooms.map(room => {
    const other = peerId(room, userId)
    const seat = seats.get(room._id)
    const keeper = inRooms(places.get(room.communityId ?? '')?.memberRole ?? null)
    return {
      ...presentShared(room),
      role: (seat?.role as Role | undefined) ?? null,
      standing: roleIn(seat, keeper, admins.has(userId)),
      peer: other === null ? null : (people.get(other) ?? unknownPerson(other)),
    }
  })
}

/** One room as one person sees it. */
export const presentOne = async (userId: string, room: RoomDoc, seat: MemberDoc | null): Promise<Room> =>
  (await presentFor(userId, [room], new Map(seat ? [[room._id, seat]] : [])))[0]!

/** Members on the wire, in the given order. */
export async function presentMembers(members: MemberDoc[]): Promise<Member[]> {
  const people = await peopleOf(members.map(member => member.userId))
  return members.map(member =>
    presentMember(member, people.get(member.userId) ?? unknownPerson(member.userId)),
  )
}

const presentMember = (member: MemberDoc, user: Person): Member => ({
  userId: member.userId,
  roomId: member.roomId,
  role: member.role as Role,
  joinedAt: member.joinedAt.toISOString(),
  invitedBy: member.invitedBy ?? null,
  user,
})
