/** How a room is named and may be changed. Pure. */
import { mayGive, outranks, reaches, Role } from '@community-chat/shared/capabilities/communities/role'
import type { Person } from '@community-chat/shared/capabilities/profiles/person'
import type { Member, Room } from '@community-chat/shared/capabilities/rooms/contract'
import { wordsNow } from '../../kernel/words'
import { words } from './words'

/** My own room, in which nobody else is. */
export const isNotes = (room: Room): boolean => isDirect(room) && room.peer === null

/** A direct room is called like the other person; where there is none it holds my notes. */
export const roomName = (room: Room): string =>
  isNotes(room) ? wordsNow(words).notes : room.peer?.displayName || room.name

/** The room with the other person as they are now, where that is known. */
export const withPeer = <R extends Room | null>(
  room: R,
  people: Readonly<Record<string, Person | undefined>>,
): R => {
  const peer = room?.peer && people[room.peer.id]
  return room && peer && peer !== room.peer ? { ...room, peer } : room
}

export const isDirect = (room: Room): boolean => room.type === 'direct_message'

/** What I may do there; a room that an older version stored knows only my role. */
export const standingIn = (room: Room): Role | null => room.standing ?? room.role

const may = (room: Room, least: Role): boolean => !isDirect(room) && reaches(standingIn(room), least)

/** Moderators and up keep order. */
export const isKeeper = (room: Room): boolean => may(room, 'moderator')

/** Administrators and up change the room. */
export const mayEdit = (room: Room): boolean => may(room, 'administrator')

/** Those who may change a room say how long things last there; of two people either does. */
export const mayExpire = (room: Room): boolean => mayEdit(room) || (isDirect(room) && !isNotes(room))

/** Who may bring people in. */
export const mayAdd = (room: Room): boolean =>
  may(room, room.settings.invites === 'members' ? 'member' : 'moderator')

/** Anyone comes into what is public, and its keepers into what is not. */
export const mayJoin = (room: Room): boolean => room.visibility === 'public' || isKeeper(room)

/** One may only put out those of a lower role. */
export const mayRemove = (room: Room, member: Member): boolean =>
  isKeeper(room) && outranks(standingIn(room), member.role)

/** The roles I may give someone, other than the one they have. */
export const rolesFor = (room: Room, { role: present }: Member): Role[] =>
  isDirect(room) || present === 'owner'
    ? []
    : Role.options.filter(role => role !== present && mayGive(standingIn(room), present, role))

/** Empty means no limit; null in the answer too, undefined where it is no good number. */
export function limitOf(typed: string): number | null | undefined {
  const text = typed.trim()
  if (text === '') return null
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0
  return number >= 2 && number <= 10_000 ? number : undefined
}
