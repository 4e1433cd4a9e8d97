/** Communities for tests. */
import { type Community, communities } from '@community-chat/shared/capabilities/communities/contract'
import type { Input } from '@community-chat/shared/protocol/contract'
import type { TestApp } from '../../testing/app'
import { aPerson, somePeople, type TestPerson } from '../../testing/person'

const { routes } = communities

/** Alice owns a community that bob is in; a stranger is not. Public, unless said otherwise. */
export async function aCommunity(app: TestApp, fields: Partial<Input<typeof routes.create>> = {}) {
  const { alice, bob, stranger } = await somePeople(app)
  const community = await alice.call(routes.create, { name: 'Community', ...fields })
  await alice.call(routes.addMember, { communityId: community.id, userId: bob.id })
  return { alice, bob, stranger, community, communityId: community.id }
}

/** A community with one person of each role, and two plain members. */
export async function aRankedCommunity(app: TestApp, fields: Partial<Input<typeof routes.create>> = {}) {
  const { alice: owner, bob: member, stranger, communityId } = await aCommunity(app, fields)
  const [administrator, moderator, other] = (await Promise.all(
    ['administrator', 'moderator', 'other'].map(name => aPerson(app, name)),
  )) as [TestPerson, TestPerson, TestPerson]
  for (const { id: userId } of [administrator, moderator, other])
    await owner.call(routes.addMember, { communityId, userId })
  for (const [{ id: userId }, role] of [
    [administrator, 'administrator'],
    [moderator, 'moderator'],
  ] as const)
    await owner.call(routes.setRole, { communityId, userId, role })
  return { owner, administrator, moderator, member, other, stranger, communityId }
}

/** The community as somebody sees it. */
export const seenBy = (person: TestPerson, communityId: string): Promise<Community> =>
  person.call(routes.get, { communityId })
