import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { communities } from '@community-chat/shared/capabilities/communities/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { aPerson, connect, type TestPerson } from '../../testing/person'
import { Communities, CommunityMembers } from './model'

const { routes } = communities
const welcome = { communityId: 'welcome' }
const folder = mkdtempSync(join(tmpdir(), 'community-chat-old-'))
let app: TestApp
let people: Record<'owner' | 'member' | 'elsewhere' | 'gone', TestPerson>
beforeAll(async () => {
  app = await openTestApp({ DATA_DIR: folder })
  const [owner, member, elsewhere, gone] = [
    await aPerson(app, 'owner'),
    await aPerson(app, 'member'),
    await aPerson(app, 'elsewhere'),
    await aPerson(app, 'gone'),
  ]
  await elsewhere.call(rooms.routes.create, { name: 'inside', communityId: 'welcome' })
  for (const one of [elsewhere, gone]) await one.call(rooms.routes.leave, { roomId: 'lobby' })
  people = { owner, member, elsewhere, gone }
})
afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The data as they were before communities had members. */
async function makeOld(): Promise<void> {
  await CommunityMembers.deleteMany({})
  await Communities.collection.replaceOne(
    { _id: 'welcome' as never },
    {
      name: 'Welcome',
      description: '',
      ownerId: people.owner.id,
      createdAt: new Date(),
      updatedAt: new Date(),
    },
  )
}

async function reopen(): Promise<void> {
  await app.close()
  app = await openTestApp({ DATA_DIR: folder })
  for (const [name, { session }] of Object.entries(people))
    people[name as keyof typeof people] = await connect(app, session)
}

test('in data from before there were members, whoever is in a room of Welcome belongs to it', async () => {
  await makeOld()
  await reopen()
  const { owner, member, elsewhere, gone } = people
  const { items } = await owner.call(routes.members, welcome)
  expect(items.map(one => [one.userId, one.role]).sort()).toEqual(
    [
      [owner.id, 'owner'],
      [member.id, 'member'],
      [elsewhere.id, 'member'],
    ].sort(),
  )
  expect(await gone.call(routes.get, welcome)).toMatchObject({
    role: null,
    memberCount: 3,
    roomCount: 1,
    letters: 'W',
    category: 'general',
    version: 1,
  })
  expect((await member.call(routes.list, { query: 'welc' })).items.map(one => one.id)).toEqual(['welcome'])
  expect((await gone.call(routes.join, welcome)).role).toBe('member')
})

test('starting again brings nobody back who has left since', async () => {
  await people.member.call(routes.leave, welcome)
  await reopen()
  await Communities.updateOne({ _id: 'welcome' }, { $unset: { admitted: '' } })
  await reopen()
  expect((await people.member.call(routes.get, welcome)).role).toBeNull()
  const newcomer = await aPerson(app, 'newcomer')
  expect((await newcomer.call(routes.get, welcome)).role).toBe('member')
})
