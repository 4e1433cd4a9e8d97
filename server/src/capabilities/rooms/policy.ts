/** Who may do what in a room: pure rules over a person's place in it. */
import type { MemberDoc, RoomDoc } from './model'

/** A person's place in a room; no seat means they are not in it. */
export interface Standing {
  room: RoomDoc
  seat: MemberDoc | null
  /** Administrators of the server may do what an owner may. */
  isAdmin: boolean
}

const rank = { member: 0, moderator: 1, owner: 2 } as Record<string, number>
const atLeast = (role: string, { seat, isAdmin }: Standing) =>
  isAdmin || (seat !== null && rank[seat.role]! >= rank[role]!)
const isDirect = ({ room }: Standing) => room.type === 'direct_message'

export const can = {
  /** Anyone may come into a public room; into a private one only who is let in. */
  join: ({ room, seat }: Standing) => seat !== null || room.visibility === 'public',
  seeMembers: ({ seat, isAdmin }: Standing) => seat !== null || isAdmin,
  update: (standing: Standing) => !isDirect(standing) && atLeast('moderator', standing),
  invite: (standing: Standing) =>
    !isDirect(standing) && atLeast(standing.room.invites === 'members' ? 'member' : 'moderator', standing),
  /** Asked before it is looked whether the one to be removed is there: that is not for everyone to know. */
  removeSomeone: (standing: Standing) => atLeast('moderator', standing),
  /** One removes whom one outranks. */
  remove: ({ standing, target }: { standing: Standing; target: MemberDoc }) =>
    !isDirect(standing) &&
    atLeast('moderator', standing) &&
    (standing.isAdmin || rank[standing.seat!.role]! > rank[target.role]!),
  setRole: (standing: Standing) => !isDirect(standing) && atLeast('owner', standing),
}
