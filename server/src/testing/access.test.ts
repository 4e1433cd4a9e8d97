/**
 * Who may do what: every route × {owner, member, stranger, removed, unknown id, signed out}, in a private room and in
 * one that anyone can find, over HTTP and the socket. The routes come from the registry: a new one needs a row in
 * `access-table.ts`.
 */
import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { chains } from '@community-chat/shared/capabilities/chains/contract'
import { communities } from '@community-chat/shared/capabilities/communities/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { polls } from '@community-chat/shared/capabilities/polls/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { schedules } from '@community-chat/shared/capabilities/schedules/contract'
import { closeCodes } from '@community-chat/shared/protocol/frame'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Kind, Scene } from './access-row'
import { open, own, ownInput, table } from './access-table'
import { openTestApp, type TestApp } from './app'
import { aPerson, callHttp, type TestPerson } from './person'
import { rawCall, rawHttp, rawSocket, sameBody } from './raw'
import { type FakeWechat, openFakeWechat } from './vendors/wechat'

let app: TestApp
let wechat: FakeWechat
let owner: TestPerson
let member: TestPerson
let stranger: TestPerson
let removed: TestPerson
let guest: TestPerson
let passerby: TestPerson
beforeAll(async () => {
  wechat = await openFakeWechat()
  wechat.grant('someone-in-wechat', 'a-granted-code')
  app = await openTestApp(wechat.settings)
  await aPerson(app, 'first') // owns the Lobby and is nobody here
  ;[owner, member, stranger, removed, guest, passerby] = (await Promise.all(
    ['owner', 'member', 'stranger', 'removed', 'guest', 'passerby'].map(name => aPerson(app, name)),
  )) as [TestPerson, TestPerson, TestPerson, TestPerson, TestPerson, TestPerson]
})
afterAll(async () => {
  await app.close()
  await wechat.close()
})

const boundOf = (name: string) => app.kernel.registry.byName.get(name)!.route
const expectedIn = (cell: string, kind: Kind): string => cell.split(' | ')[kind === 'private' ? 0 : 1] ?? cell
const statusOf: Record<string, number> = {
  not_following: 409,
  not_open: 403,
  unauthenticated: 401,
  forbidden: 403,
  not_yours: 403,
  not_found: 404,
  owner_stays: 409,
}

/** The parts of a scene, and what each gives. */
const parts: [make: (kind: Kind) => Promise<Partial<Scene>>, gives: (keyof Scene)[]][] = [
  [aRoom, ['roomId', 'messageId']],
  [aPlace, ['communityId', 'version']],
  [aQuestion, ['pollId', 'chainId']],
  [aPlan, ['scheduleId']],
]

/** A scene, of which only the parts are made that have something of what is named. */
async function aScene(kind: Kind, named = new Set(parts.flatMap(([, gives]) => gives))): Promise<Scene> {
  const needed = parts.filter(([, gives]) => gives.some(key => named.has(key)))
  const made = await Promise.all(needed.map(([make]) => make(kind)))
  const people = { memberId: member.id, guestId: guest.id, passerbyId: passerby.id }
  return Object.assign({}, people, ...made) as Scene
}

/** What an input names of a scene. */
function namedBy(input: (scene: Scene) => unknown): Set<keyof Scene> {
  const named = new Set<keyof Scene>()
  input(new Proxy({} as Scene, { get: (_, key) => named.add(key as keyof Scene) && '' }))
  return named
}

/** Scenes that nobody changes: who only looks, or is not signed in, leaves them as they are. */
const lasting = new Map<Kind, Promise<Scene>>()
function lastingScene(kind: Kind): Promise<Scene> {
  const scene = lasting.get(kind) ?? aScene(kind)
  lasting.set(kind, scene)
  return scene
}

/** A scene for one cell of a row. */
const sceneFor = (name: string, kind: Kind): Promise<Scene> =>
  boundOf(name).method === 'GET' ? lastingScene(kind) : aScene(kind, namedBy(table[name]!.input))

/** A room of which the people are owner, member and removed, and what the owner said in it. */
async function aRoom(kind: Kind): Promise<{ roomId: string; messageId: string }> {
  const { create, removeMember } = rooms.routes
  const type = kind === 'public' ? 'public_room' : 'group_chat'
  const { id: roomId } = await owner.call(create, {
    name: 'scene',
    type,
    memberIds: [member.id, removed.id],
  })
  await owner.call(removeMember, { roomId, userId: removed.id })
  const { id: messageId } = await owner.call(messages.routes.send, { roomId, content: { text: 'a secret' } })
  return { roomId, messageId }
}

/** A poll and a chain of the owner's in such a room. */
async function aQuestion(kind: Kind): Promise<{ pollId: string; chainId: string }> {
  const { roomId } = await aRoom(kind)
  const poll = await owner.call(polls.routes.create, { roomId, question: 'q', options: ['a', 'b'] })
  const chain = await owner.call(chains.routes.create, { roomId, title: 't' })
  return { pollId: poll.id, chainId: chain.id }
}

/** What the owner planned to say in such a room. */
async function aPlan(kind: Kind): Promise<{ scheduleId: string }> {
  const { roomId } = await aRoom(kind)
  const at = new Date(Date.now() + 3600 * 1000).toISOString()
  const content = { text: 'a secret' }
  const { id } = await owner.call(schedules.routes.create, { roomId, content, at })
  return { scheduleId: id }
}

/** A community of which the same are owner, member and removed. */
async function aPlace(visibility: Kind): Promise<{ communityId: string; version: number }> {
  const { create, addMember, removeMember } = communities.routes
  const { id: communityId, version } = await owner.call(create, { name: 'a place', visibility })
  for (const { id: userId } of [member, removed]) await owner.call(addMember, { communityId, userId })
  await owner.call(removeMember, { communityId, userId: removed.id })
  return { communityId, version }
}

/** What somebody gets: `ok` or the code, and the body that says so. */
async function overHttp(name: string, person: TestPerson | null, input: Record<string, unknown>) {
  const answer = await rawCall(app, boundOf(name), input, person?.session.accessToken)
  if (answer.status < 300) return { got: 'ok', body: undefined }
  const { code } = answer.body.error as { code: string }
  expect([name, code, answer.status]).toEqual([name, code, statusOf[code]])
  expect(answer.text).not.toContain('a secret')
  return { got: code, body: sameBody(answer) }
}

async function overSocket(name: string, person: TestPerson, input: Record<string, unknown>) {
  return person.ask(boundOf(name), input as never).then(
    () => ({ got: 'ok', body: undefined }),
    ({ code, message, data }) => ({ got: code as string, body: { code, message, data } }),
  )
}

test('every route of the registry has its row', () => {
  const names = [...app.kernel.registry.byName.keys()].sort()
  expect([...Object.keys(table), ...Object.keys(own), ...open].sort()).toEqual(names)
  const ofAccess = (...kinds: string[]) => names.filter(name => kinds.includes(boundOf(name).access))
  expect(Object.keys(table).sort()).toEqual(ofAccess('user', 'admin'))
  expect(Object.keys(own).sort()).toEqual(ofAccess('self'))
  expect([...open].sort()).toEqual(ofAccess('public'))
})

describe.each(Object.entries(table))('%s', (name, row) => {
  describe.each(['private', 'public'] as const)('in a %s room', kind => {
    test.each([
      ['HTTP', overHttp],
      ['the socket', overSocket],
    ] as const)(
      'each gets over %s what the table says, and what is hidden looks unknown',
      async (face, ask) => {
        if (face === 'the socket' && !boundOf(name).type) return
        const scene = await sceneFor(name, kind)
        const input = row.input(scene)
        const nothing = row.unknown && (await ask(name, owner, row.unknown))
        if (nothing) expect(nothing.got).toBe('not_found')
        const actors = { stranger, removed, member, owner }
        const got: Record<string, string> = {}
        for (const [role, person] of Object.entries(actors)) {
          // The member may have gone in the cell before, which lets the owner go: each cell has its own place then.
          const own =
            role === 'owner' && name.endsWith('.leave') ? row.input(await sceneFor(name, kind)) : input
          const answer = await ask(name, person, own)
          got[role] = answer.got
          if (answer.got === 'not_found') expect(answer.body).toEqual(nothing?.body)
        }
        const expected = Object.fromEntries(
          Object.keys(actors).map(role => [role, expectedIn(row[role as keyof typeof actors], kind)]),
        )
        expect(got).toEqual(expected)
      },
    )
  })
})

test.each([...Object.keys(table), ...Object.keys(own)])(
  '%s: signed out is 401, with the one body',
  async name => {
    const scene = await lastingScene('public')
    const { got, body } = await overHttp(name, null, ownInput(name, owner) ?? table[name]!.input(scene))
    expect(got).toBe('unauthenticated')
    expect(body).toEqual(sameBody(await rawHttp(app, '/api/me')))
  },
)

test.each(Object.keys(own))('%s: anyone signed in may, for themselves', async name => {
  const someone = await aPerson(app, 'someone')
  expect((await overHttp(name, someone, ownInput(name, someone)!)).got).toBe('ok')
})

test('without signing in a socket carries no route: it is closed with 4001 and nothing is done', async () => {
  const scene = await aScene('public')
  for (const { route } of app.kernel.registry.routes.filter(one => one.route.type)) {
    const socket = await rawSocket(app)
    socket.send({
      type: route.type,
      id: '1',
      ...table[route.name]?.input(scene),
    })
    expect([route.name, await socket.closed]).toEqual([route.name, closeCodes.token])
    expect(socket.frames).toEqual([])
  }
})

test('whoever has not signed in may sign up, sign in and renew, and that is all', async () => {
  const username = `newcomer-${Date.now()}`
  const session = await callHttp(app, accounts.routes.signup, { username, password: 'long enough' })
  await callHttp(app, accounts.routes.login, { username, password: 'long enough' })
  await callHttp(app, accounts.routes.refresh, { refreshToken: session.refreshToken })
})

test('who is not in a room that anyone can find cannot tell who is', async () => {
  const { roomId } = await aScene('public')
  for (const [name, extra] of [
    ['rooms.removeMember', {}],
    ['rooms.setRole', { role: 'member' }],
  ] as const) {
    const bodies = [member.id, guest.id, 'nobody'].map(userId =>
      overHttp(name, stranger, { roomId, userId, ...extra }),
    )
    const [there, absent, nobody] = (await Promise.all(bodies)).map(one => one.body)
    expect([there, nobody]).toEqual([absent, absent])
  }
})
