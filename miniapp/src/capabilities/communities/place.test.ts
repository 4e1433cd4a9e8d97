import type { Community, CommunityMember } from '@community-chat/shared/capabilities/communities/contract'
import type { Role } from '@community-chat/shared/capabilities/communities/role'
import { expect, test } from '@jest/globals'
import { mayEdit, mayInvite, mayRemove, rolesFor } from './place'

const place = (role: Role | null, visibility: 'public' | 'private' = 'public') =>
  ({ role, visibility }) as Community
const member = (role: Role) => ({ role }) as CommunityMember
const roles: (Role | null)[] = [null, 'member', 'moderator', 'administrator', 'owner']

test('what each role may do', () => {
  expect(roles.map(role => mayEdit(place(role)))).toEqual([false, false, false, true, true])
  expect(roles.map(role => mayInvite(place(role)))).toEqual([false, true, true, true, true])
  expect(roles.map(role => mayInvite(place(role, 'private')))).toEqual([false, false, true, true, true])
})

test.each<[Role | null, Role, boolean, Role[]]>([
  [null, 'member', false, []],
  ['member', 'member', false, []],
  ['moderator', 'member', true, []],
  ['moderator', 'moderator', false, []],
  ['administrator', 'member', true, ['moderator']],
  ['administrator', 'moderator', true, ['member']],
  ['administrator', 'administrator', false, []],
  ['administrator', 'owner', false, []],
  ['owner', 'member', true, ['moderator', 'administrator', 'owner']],
  ['owner', 'administrator', true, ['member', 'moderator', 'owner']],
  ['owner', 'owner', false, []],
])('%s on a %s: removes %s, gives %j', (mine, theirs, removes, gives) => {
  expect(mayRemove(place(mine), member(theirs))).toBe(removes)
  expect(rolesFor(place(mine), member(theirs))).toEqual(gives)
})
