/** Who may do what in a community: pure rules over a person's standing in it. */
import { mayGive, outranks, reaches, type Role } from '@community-chat/shared/capabilities/communities/role'
import type { CommunityDoc, CommunityMemberDoc } from './model'

/** Someone's place in a community. */
export interface Standing {
  community: CommunityDoc
  /** Their role as a member, null where they are not in it. */
  memberRole: Role | null
  /** What they may do: their role, and for administrators of the server all that an owner may. */
  role: Role | null
}

/** Their role as a member: the community itself says who owns it. */
export const roleOf = (
  { ownerId }: Pick<CommunityDoc, 'ownerId'>,
  row: Pick<CommunityMemberDoc, 'userId' | 'role' | 'left'> | null | undefined,
): Role | null => (!row || row.left ? null : row.userId === ownerId ? 'owner' : (row.role as Role))

export const can = {
  /** A private community does not exist for those who are not in it. */
  see: ({ community, role }: Standing) => community.visibility === 'public' || role !== null,
  /** Into a private one only who is let in comes. */
  join: ({ community, role }: Standing) => community.visibility === 'public' || role !== null,
  leave: ({ memberRole }: Standing) => memberRole !== null,
  seeMembers: ({ role }: Standing) => role !== null,
  update: ({ role }: Standing) => reaches(role, 'administrator'),
  invite: ({ community, role }: Standing) =>
    reaches(role, community.visibility === 'public' ? 'member' : 'moderator'),
  /** Makes rooms inside. */
  makeRooms: ({ role }: Standing) => role !== null,
  /** Asked before it is looked whether the one to be removed is there: that is not for everyone to know. */
  removeSomeone: ({ role }: Standing) => reaches(role, 'moderator'),
  /** One removes whom one outranks. */
  remove: ({ standing, target }: { standing: Standing; target: Role }) =>
    reaches(standing.role, 'moderator') && outranks(standing.role, target),
  /** Asked before it is looked whether the one to be raised is there. */
  setSomeonesRole: ({ role }: Standing) => reaches(role, 'administrator'),
  setRole: ({ standing, target, role }: { standing: Standing; target: Role; role: Role }) =>
    mayGive(standing.role, target, role),
}
