/** What I may do in a community. Pure; the server decides. */
import type { Community, CommunityMember } from '@community-chat/shared/capabilities/communities/contract'
import { mayGive, outranks, reaches, Role } from '@community-chat/shared/capabilities/communities/role'

/** Administrators and up change it. */
export const mayEdit = ({ role }: Community): boolean => reaches(role, 'administrator')

/** Into a public one every member brings people, into a private one its moderators and up. */
export const mayInvite = ({ role, visibility }: Community): boolean =>
  reaches(role, visibility === 'public' ? 'member' : 'moderator')

/** One may only put out those of a lower role. */
export const mayRemove = ({ role }: Community, member: CommunityMember): boolean =>
  reaches(role, 'moderator') && outranks(role, member.role)

/** The roles I may give someone, other than the one they have. */
export const rolesFor = ({ role }: Community, { role: present }: CommunityMember): Role[] =>
  present === 'owner' ? [] : Role.options.filter(next => next !== present && mayGive(role, present, next))
