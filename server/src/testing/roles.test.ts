/** Roles: every role of a community, a room and the server × every act in a room × HTTP and socket, from one table. */
import { communities } from '@community-chat/shared/capabilities/communities/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import type { Route } from '@community-chat/shared/protocol/contract'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { anAdministrator } from '../capabilities/accounts/factory'
import { aRankedCommunity } from '../capabilities/communities/factory'
import { openTestApp, type TestApp } from './app'
import { aPerson, type TestPerson } from './person'
import { rawCall } from './raw'

/** `place` roles are of the community and stand in none of its rooms; `room` roles are of the room alone. */
const actors = [
  'stranger',
  'place member',
  'place moderator',
  'place administrator',
  'place owner',
  'room member',
  'room moderator',
  'room administrator',
  'room owner',
  'server administrator',
] as const
type Actor = (typeof actors)[number]

const insiders: Actor[] = ['room member', 'room moderator', 'room administrator', 'room owner']
const administrators: Actor[] = [
  'place administrator',
  'place owner',
  'room administrator',
  'room owner',
  'server administrator',
]
const moderators: Actor[] = [...administrators, 'place moderator', 'room moderator']
const owners: Actor[] = ['room owner', 'server administrator']

interface Scene {
  roomId: string
  idOf: (actor: Actor) => string
  targetId: string
  guestId: string
  messageOf: Record<'target' | 'moderator' | 'owner', string>
}
type Act = [route: Route<any, any>, input: (scene: Scene) => Record<string, unknown>, allowed: Actor[]]

const { routes } = rooms
const put = (role: string) => (scene: Scene) => ({ roomId: scene.roomId, userId: scene.targetId, role })
const out = (actor: Actor) => (scene: Scene) => ({ roomId: scene.roomId, userId: scene.idOf(actor) })
const said = (by: keyof Scene['messageOf']) => (scene: Scene) => ({ messageId: scene.messageOf[by] })

const acts: Record<string, Act> = {
  'changes the room': [routes.update, ({ roomId }) => ({ roomId, version: 1, name: 'y' }), administrators],
  'sees who is in': [routes.members, ({ roomId }) => ({ roomId }), [...moderators, 'room member']],
  'reads what was said': [
    messages.routes.history,
    ({ roomId }) => ({ roomId }),
    [...moderators, 'room member'],
  ],
  'speaks without coming in': [
    messages.routes.send,
    ({ roomId }) => ({ roomId, content: { text: 'said' } }),
    insiders,
  ],
  'invites where moderators do': [
    routes.addMember,
    ({ roomId, guestId }) => ({ roomId, userId: guestId }),
    moderators,
  ],
  'puts out a member': [
    routes.removeMember,
    ({ roomId, targetId }) => ({ roomId, userId: targetId }),
    moderators,
  ],
  'puts out a moderator': [routes.removeMember, out('room moderator'), administrators],
  'puts out an administrator': [routes.removeMember, out('room administrator'), owners],
  'puts out the owner': [routes.removeMember, out('room owner'), []],
  'makes a member a moderator': [routes.setRole, put('moderator'), administrators],
  'makes a member an administrator': [routes.setRole, put('administrator'), owners],
  'hands the room over': [routes.setRole, put('owner'), owners],
  'takes away what a member said': [messages.routes.remove, said('target'), moderators],
  'takes away what a moderator said': [
    messages.routes.remove,
    said('moderator'),
    [...administrators, 'room moderator'],
  ],
  'takes away what the owner said': [messages.routes.remove, said('owner'), administrators],
}

let app: TestApp
let people: Record<Actor, TestPerson>
let target: TestPerson
let guest: TestPerson
let communityId: string
beforeAll(async () => {
  app = await openTestApp()
  const place = await aRankedCommunity(app)
  communityId = place.communityId
  const names = ['member', 'moderator', 'administrator', 'owner', 'target', 'guest']
  const others = await Promise.all(names.map(name => aPerson(app, name)))
  for (const one of others) await one.call(communities.routes.join, { communityId })
  people = {
    stranger: place.stranger,
    'place member': place.member,
    'place moderator': place.moderator,
    'place administrator': place.administrator,
    'place owner': place.owner,
    'room member': others[0]!,
    'room moderator': others[1]!,
    'room administrator': others[2]!,
    'room owner': others[3]!,
    'server administrator': await anAdministrator(app),
  }
  target = others[4]!
  guest = others[5]!
})
afterAll(() => app.close())

/** A room with every role in it. */
async function aRoom(visibility: 'public' | 'private'): Promise<string> {
  const owner = people['room owner']
  const idOf = (actor: Actor) => people[actor].id
  const { id: roomId } = await owner.call(routes.create, {
    name: 'x',
    communityId,
    visibility,
    settings: { invites: 'moderators' },
    memberIds: [target.id, ...insiders.filter(one => one !== 'room owner').map(idOf)],
  })
  const rank = (role: 'moderator' | 'administrator') =>
    owner.call(routes.setRole, { roomId, userId: idOf(`room ${role}`), role })
  await Promise.all([rank('moderator'), rank('administrator')])
  return roomId
}

/** What there is to act on in a room; where it is about what is said, that is said anew. */
async function aScene(roomId: string, hasWords: boolean): Promise<Scene> {
  const say = async (person: TestPerson) =>
    hasWords ? (await person.call(messages.routes.send, { roomId, content: { text: 'said' } })).id : ''
  const speakers = [target, people['room moderator'], people['room owner']]
  const [byTarget, byModerator, byOwner] = (await Promise.all(speakers.map(say))) as [string, string, string]
  const messageOf = { target: byTarget, moderator: byModerator, owner: byOwner }
  return { roomId, idOf: actor => people[actor].id, targetId: target.id, guestId: guest.id, messageOf }
}

async function overHttp(route: Route<any, any>, person: TestPerson, input: Record<string, unknown>) {
  const answer = await rawCall(app, route, input, person.session.accessToken)
  return answer.status < 300 ? 'ok' : `${answer.status} ${answer.body.error.code}`
}
const statusOf: Record<string, number> = { forbidden: 403, not_found: 404 }
const overSocket = (route: Route<any, any>, person: TestPerson, input: Record<string, unknown>) =>
  person.ask(route, input as never).then(
    () => 'ok',
    ({ code }: { code: string }) => `${statusOf[code]} ${code}`,
  )

describe.each(Object.entries(acts))('who %s', (_, [route, inputOf, allowed]) => {
  describe.each(['public', 'private'] as const)('in a %s room', kind => {
    test.each([
      ['HTTP', overHttp],
      ['the socket', overSocket],
    ] as const)('is over %s who the table says', async (face, ask) => {
      if (face === 'the socket' && !route.type) return
      const hidden = kind === 'private' ? '404 not_found' : '403 forbidden'
      const outside: Actor[] = ['stranger', 'place member']
      const got: Record<string, string> = {}
      // Refused, or only looking, one changes nothing; a removal changes only the message: the next may try the same.
      const isRemoval = route === messages.routes.remove
      const isLasting = isRemoval || route.method === 'GET'
      const roomIds = await Promise.all(
        ['for who is refused', ...(isLasting ? [] : allowed)].map(() => aRoom(kind)),
      )
      let scene = await aScene(roomIds[0]!, isRemoval)
      for (const actor of actors) {
        got[actor] = await ask(route, people[actor], inputOf(scene))
        if (got[actor] !== 'ok') continue
        if (!isLasting) roomIds.shift()
        scene = await aScene(roomIds[0] ?? scene.roomId, isRemoval)
      }
      const refusal = (actor: Actor) => (outside.includes(actor) ? hidden : '403 forbidden')
      const expected = actors.map(actor => [actor, allowed.includes(actor) ? 'ok' : refusal(actor)])
      expect(got).toEqual(Object.fromEntries(expected))
    })
  })
})

test('a moderator of one room is nobody in another of the same community', async () => {
  const one = await aScene(await aRoom('public'), true)
  const other = await people['place owner'].call(routes.create, {
    name: 'other',
    communityId,
    roomType: 'public_room',
  })
  await target.call(routes.join, { roomId: other.id })
  const said = await target.call(messages.routes.send, { roomId: other.id, content: { text: 'there' } })
  const moderator = people['room moderator']
  await moderator.call(routes.join, { roomId: other.id })
  const refused = { code: 'forbidden', status: 403 }
  const removal = { roomId: other.id, userId: target.id }
  await expect(moderator.call(messages.routes.remove, { messageId: said.id })).rejects.toMatchObject(refused)
  await expect(moderator.call(routes.removeMember, removal)).rejects.toMatchObject(refused)
  await moderator.call(messages.routes.remove, { messageId: one.messageOf.target })
  await moderator.call(routes.removeMember, { roomId: one.roomId, userId: target.id })
})

test('what two people say to each other an administrator of the server takes away and does not read', async () => {
  const admin = people['server administrator']
  const { id: roomId } = await target.call(routes.openDirect, { userId: guest.id })
  const said = await target.call(messages.routes.send, { roomId, content: { text: 'between us' } })
  const refused = { code: 'forbidden', status: 403 }
  await expect(admin.call(messages.routes.history, { roomId })).rejects.toMatchObject(refused)
  await expect(admin.call(messages.routes.get, { messageId: said.id })).rejects.toMatchObject(refused)
  expect(await admin.call(messages.routes.remove, { messageId: said.id })).toMatchObject({
    content: null,
    gone: { by: admin.id, why: 'removed' },
  })
})
