/** Who may do what in a room: pure rules over a person's standing in it. */
import {
  higher,
  mayGive,
  outranks,
  reaches,
  type Role,
} from '@community-chat/shared/capabilities/communities/role'
import type { MemberDoc, RoomDoc } from './model'

/** Someone's place in a room; no seat means they are not in it. */
export interface Standing {
  room: RoomDoc
  seat: MemberDoc | null
  /** What they may do, in it or not: every right in a room goes by this. Null where they may do nothing. */
  role: Role | null
}

/**
 * What someone may do in a room: the highest of their role there and of what their role in its community is worth in
 * its rooms. An administrator of the server may do what an owner may.
 */
export const roleIn = (
  seat: Pick<MemberDoc, 'role'> | null | undefined,
  keeper: Role | null,
  isAdmin: boolean,
): Role | null => (isAdmin ? 'owner' : higher((seat?.role as Role | undefined) ?? null, keeper))

const isDirect = ({ room }: Standing) => room.type === 'direct_message'
const keeps = (standing: Standing) => !isDirect(standing) && reaches(standing.role, 'moderator')

/** Whether a change sets how long things live, and nothing else. */
export const isExpiryAlone = ({ settings = {}, ...rest }: Record<string, unknown>): boolean =>
  Object.keys(settings as object).join() === 'expiresAfter' &&
  Object.values(rest).every(value => value === undefined)

export const can = {
  /** Anyone may come into a public room; into a private one only who is let in, or keeps it. */
  join: (standing: Standing) =>
    standing.seat !== null || standing.room.visibility === 'public' || keeps(standing),
  /** What is said is read by who is in, and by who keeps the room; what two say to each other, by those two. */
  read: (standing: Standing) => standing.seat !== null || keeps(standing),
  seeMembers: ({ role }: Standing) => role !== null,
  update: (standing: Standing): boolean => !isDirect(standing) && reaches(standing.role, 'administrator'),
  /** How long things live is for whoever keeps a room; between two people, for both. */
  setExpiry: (standing: Standing) => (isDirect(standing) ? standing.seat !== null : can.update(standing)),
  /** Reads what those who keep the room did there. */
  audit: (standing: Standing): boolean => can.update(standing),
  invite: (standing: Standing) =>
    !isDirect(standing) &&
    reaches(standing.role, standing.room.invites === 'members' ? 'member' : 'moderator'),
  /** Asked before it is looked whether the one to be removed is there: that is not for everyone to know. */
  removeSomeone: keeps,
  /** One removes whom one outranks. */
  remove: ({ standing, target }: { standing: Standing; target: Role | null }) =>
    keeps(standing) && outranks(standing.role, target),
  /** Asked before it is looked whether the one to be raised is there. */
  setSomeonesRole: (standing: Standing) => !isDirect(standing) && reaches(standing.role, 'administrator'),
  setRole: ({ standing, target, role }: { standing: Standing; target: Role; role: Role }) =>
    !isDirect(standing) && mayGive(standing.role, target, role),
}
