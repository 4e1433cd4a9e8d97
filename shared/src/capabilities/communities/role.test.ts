import { describe, expect, test } from '@jest/globals'
import { higher, inRooms, mayGive, outranks, reaches, type Role } from './role'

const roles: (Role | null)[] = [null, 'member', 'moderator', 'administrator', 'owner']

describe('the scale of roles', () => {
  test('each reaches itself and what is below, and outranks only what is below', () => {
    for (const [i, one] of roles.entries())
      for (const [j, other] of roles.entries()) {
        if (other !== null) expect([one, other, reaches(one, other)]).toEqual([one, other, i >= j])
        expect([one, other, outranks(one, other)]).toEqual([one, other, i > j])
        expect(higher(one, other)).toBe(roles[Math.max(i, j)])
      }
  })

  test('a role is given by an owner, or by an administrator to those below them and below their own', () => {
    const given = roles.flatMap(giver =>
      (['member', 'moderator', 'administrator', 'owner'] as const).flatMap(member =>
        (['member', 'moderator', 'administrator', 'owner'] as const)
          .filter(role => giver !== 'owner' && mayGive(giver, member, role))
          .map(role => `${giver}: ${member} to ${role}`),
      ),
    )
    expect(given).toEqual([
      'administrator: member to member',
      'administrator: member to moderator',
      'administrator: moderator to member',
      'administrator: moderator to moderator',
    ])
    expect(mayGive('owner', 'administrator', 'owner')).toBe(true)
  })

  test('in the rooms of a community its keepers keep, and its members are nobody until they come in', () => {
    expect(roles.map(inRooms)).toEqual([null, null, 'moderator', 'administrator', 'administrator'])
  })
})
