/** How a room is named and may be changed. Pure. */
import type { Member, Role, Room } from '@community-chat/shared/capabilities/rooms/contract'

/** A direct room is called like the other person. */
export const roomName = (room: Room): string => room.peer?.displayName || room.name

export const isDirect = (room: Room): boolean => room.type === 'direct_message'

const rank: Record<Role, number> = { member: 0, moderator: 1, owner: 2 }

/** Owners and moderators keep the room. */
export const isKeeper = (room: Room): boolean => !isDirect(room) && room.role !== null && rank[room.role] > 0

/** Who may bring people in. */
export const mayAdd = (room: Room): boolean =>
  !isDirect(room) && room.role !== null && (room.settings.invites === 'members' || isKeeper(room))

/** One may only put out those of a lower role. */
export const mayRemove = (room: Room, member: Member): boolean =>
  isKeeper(room) && room.role !== null && rank[room.role] > rank[member.role]

/** Empty means no limit; null in the answer too, undefined where it is no good number. */
export function limitOf(typed: string): number | null | undefined {
  const text = typed.trim()
  if (text === '') return null
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0
  return number >= 2 && number <= 10_000 ? number : undefined
}
