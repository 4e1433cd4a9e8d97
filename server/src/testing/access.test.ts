/**
 * Who may do what: every route × {owner, member, stranger, removed, unknown id, signed out}, in a private room and in
 * one that anyone can find, over HTTP and the socket. The routes come from the registry: a new one needs a row here.
 */
import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { closeCodes } from '@community-chat/shared/protocol/frame'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from './app'
import { aPerson, callHttp, type TestPerson } from './person'
import { rawCall, rawHttp, rawSocket, sameBody } from './raw'

type Kind = 'private' | 'public'
interface Scene {
  roomId: string
  messageId: string
  memberId: string
  guestId: string
}
interface Row {
  input: (scene: Scene) => Record<string, unknown>
  /** The same with an id that nobody and nothing has; absent where the input has no subject. */
  unknown?: Record<string, unknown>
  /** What each gets, `private | public` where the two differ. */
  owner: string
  member: string
  stranger: string
  removed: string
}

const closed = 'not_found | forbidden'
const all = { owner: 'ok', member: 'ok', stranger: 'ok', removed: 'ok' }
const insiders = { owner: 'ok', member: 'ok', stranger: closed, removed: closed }
const onlyOwner = { owner: 'ok', member: 'forbidden', stranger: closed, removed: closed }
const noRoom = { roomId: 'no-such-room' }
const noMessage = { messageId: 'no-such-message' }
const content = { text: 'said' }

const table: Record<string, Row> = {
  'profiles.get': { ...all, input: ({ guestId }) => ({ userId: guestId }), unknown: { userId: 'nobody' } },
  'profiles.getMany': { ...all, input: ({ guestId }) => ({ userIds: [guestId] }) },
  'communities.list': { ...all, input: () => ({}) },
  'communities.get': {
    ...all,
    input: () => ({ communityId: 'welcome' }),
    unknown: { communityId: 'nowhere' },
  },
  'rooms.create': {
    ...all,
    input: () => ({ name: 'x', communityId: 'welcome' }),
    unknown: { name: 'x', communityId: 'nowhere' },
  },
  'rooms.list': { ...all, input: () => ({}) },
  'rooms.get': {
    ...insiders,
    stranger: 'not_found | ok',
    removed: 'not_found | ok',
    input: ({ roomId }) => ({ roomId }),
    unknown: noRoom,
  },
  'rooms.update': {
    ...onlyOwner,
    input: ({ roomId }) => ({ roomId, version: 1, name: 'y' }),
    unknown: { ...noRoom, version: 1, name: 'y' },
  },
  'rooms.members': { ...insiders, input: ({ roomId }) => ({ roomId }), unknown: noRoom },
  'rooms.addMember': {
    ...insiders,
    input: ({ roomId, guestId }) => ({ roomId, userId: guestId }),
    unknown: { ...noRoom, userId: 'nobody' },
  },
  'rooms.removeMember': {
    ...onlyOwner,
    input: ({ roomId, memberId }) => ({ roomId, userId: memberId }),
    unknown: { ...noRoom, userId: 'nobody' },
  },
  'rooms.setRole': {
    ...onlyOwner,
    input: ({ roomId, memberId }) => ({ roomId, userId: memberId, role: 'moderator' }),
    unknown: { ...noRoom, userId: 'nobody', role: 'moderator' },
  },
  'rooms.join': {
    owner: 'ok',
    member: 'ok',
    stranger: 'not_found | ok',
    removed: 'not_found | ok',
    input: ({ roomId }) => ({ roomId }),
    unknown: noRoom,
  },
  'rooms.leave': {
    owner: 'owner_stays',
    member: 'ok',
    stranger: closed,
    removed: closed,
    input: ({ roomId }) => ({ roomId }),
    unknown: noRoom,
  },
  'rooms.openDirect': {
    ...all,
    input: ({ guestId }) => ({ userId: guestId }),
    unknown: { userId: 'nobody' },
  },
  'messages.send': {
    ...insiders,
    input: ({ roomId }) => ({ roomId, content }),
    unknown: { ...noRoom, content },
  },
  'messages.history': { ...insiders, input: ({ roomId }) => ({ roomId }), unknown: noRoom },
  'messages.get': { ...insiders, input: ({ messageId }) => ({ messageId }), unknown: noMessage },
  'messages.edit': {
    ...insiders,
    member: 'not_yours',
    input: ({ messageId }) => ({ messageId, content }),
    unknown: { ...noMessage, content },
  },
  'messages.remove': { ...onlyOwner, input: ({ messageId }) => ({ messageId }), unknown: noMessage },
  'conversations.markRead': {
    ...insiders,
    input: ({ roomId }) => ({ roomId, seq: 1 }),
    unknown: { ...noRoom, seq: 1 },
  },
}

/** Routes on what is only the caller's own: being signed in is all there is to ask. */
const own: Record<string, Record<string, unknown>> = {
  'profiles.me': {},
  'profiles.update': { displayName: 'me' },
  'profiles.find': { query: 'a' },
  'accounts.logout': {},
  'accounts.changePassword': { oldPassword: 'password of someone', newPassword: 'another one' },
  'accounts.sessions': {},
  'conversations.list': {},
  'conversations.sync': { rooms: {} },
}

/** Routes for whoever has not signed in yet. */
const open = ['accounts.signup', 'accounts.login', 'accounts.refresh']

let app: TestApp
let owner: TestPerson
let member: TestPerson
let stranger: TestPerson
let removed: TestPerson
let guest: TestPerson
beforeAll(async () => {
  app = await openTestApp()
  await aPerson(app, 'first') // owns the Lobby and is nobody here
  ;[owner, member, stranger, removed, guest] = (await Promise.all(
    ['owner', 'member', 'stranger', 'removed', 'guest'].map(name => aPerson(app, name)),
  )) as [TestPerson, TestPerson, TestPerson, TestPerson, TestPerson]
})
afterAll(() => app.close())

const boundOf = (name: string) => app.kernel.registry.byName.get(name)!.route
const expectedIn = (cell: string, kind: Kind): string => cell.split(' | ')[kind === 'private' ? 0 : 1] ?? cell
const statusOf: Record<string, number> = {
  unauthenticated: 401,
  forbidden: 403,
  not_yours: 403,
  not_found: 404,
  owner_stays: 409,
}

async function aScene(kind: Kind): Promise<Scene> {
  const { create, removeMember } = rooms.routes
  const type = kind === 'public' ? 'public_room' : 'group_chat'
  const room = await owner.call(create, { name: 'scene', type, memberIds: [member.id, removed.id] })
  await owner.call(removeMember, { roomId: room.id, userId: removed.id })
  const message = await owner.call(messages.routes.send, { roomId: room.id, content: { text: 'a secret' } })
  return { roomId: room.id, messageId: message.id, memberId: member.id, guestId: guest.id }
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
        const scene = await aScene(kind)
        const input = row.input(scene)
        const nothing = row.unknown && (await ask(name, owner, row.unknown))
        if (nothing) expect(nothing.got).toBe('not_found')
        const actors = { stranger, removed, member, owner }
        const got: Record<string, string> = {}
        for (const [role, person] of Object.entries(actors)) {
          // The member may have gone in the cell before, which lets the owner go: each cell has its own room then.
          const own = role === 'owner' && name === 'rooms.leave' ? row.input(await aScene(kind)) : input
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
    const scene = await aScene('public')
    const { got, body } = await overHttp(name, null, own[name] ?? table[name]!.input(scene))
    expect(got).toBe('unauthenticated')
    expect(body).toEqual(sameBody(await rawHttp(app, '/api/me')))
  },
)

test.each(Object.keys(own))('%s: anyone signed in may, for themselves', async name => {
  const someone = await aPerson(app, 'someone')
  expect((await overHttp(name, someone, own[name]!)).got).toBe('ok')
})

test('without signing in a socket carries no route: it is closed with 4001 and nothing is done', async () => {
  const { roomId } = await aScene('public')
  for (const { route } of app.kernel.registry.routes.filter(one => one.route.type)) {
    const socket = await rawSocket(app)
    socket.send({
      type: route.type,
      id: '1',
      ...table[route.name]?.input({ roomId, messageId: 'x', memberId: 'x', guestId: 'x' }),
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
