/** Nothing that a device sends breaks the server: bad input for every route of the registry, over HTTP and the socket. */
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { schedules } from '@community-chat/shared/capabilities/schedules/contract'
import type { Route } from '@community-chat/shared/protocol/contract'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import mongoose from 'mongoose'
import { openTestApp, type TestApp } from './app'
import { type Attack, attacksOn, fieldsOf } from './attacks'
import { aPerson, type TestPerson } from './person'
import { tinyPicture } from './picture'
import { pause, rawCall, rawHttp, rawSignedIn, type RawSocket } from './raw'

let app: TestApp
let mallory: TestPerson
let samples: Record<string, unknown>
let before: string
beforeAll(async () => {
  app = await openTestApp()
  mallory = await aPerson(app, 'mallory')
  const room = await mallory.call(rooms.routes.create, { name: 'room' })
  const message = await mallory.call(messages.routes.send, { roomId: room.id, content: { text: 'said' } })
  const victim = await aPerson(app, 'victim')
  const at = new Date(Date.now() + 24 * 3600 * 1000).toISOString()
  const plan = await mallory.call(schedules.routes.create, {
    roomId: room.id,
    content: { text: 'later' },
    at,
  })
  samples = {
    at,
    scheduleId: plan.id,
    username: 'a-new-name',
    password: 'long enough',
    displayName: 'A name',
    refreshToken: 'x'.repeat(40),
    everywhere: false,
    oldPassword: 'password of mallory',
    newPassword: 'long enough',
    confirm: mallory.session.user.username,
    code: 'a-code-that-nobody-gave',
    kind: 'wechat',
    avatar: { letters: 'A', colour: 1 },
    query: 'a',
    limit: 5,
    userId: victim.id,
    userIds: [victim.id],
    communityId: 'welcome',
    bio: 'what I tell',
    picture: tinyPicture,
    reason: 'spam',
    note: 'a note',
    state: 'open',
    roomId: room.id,
    messageId: message.id,
    rootId: message.id,
    level: 'mentions',
    name: 'name',
    topic: 'topic',
    description: 'description',
    letters: 'A',
    colour: 1,
    category: 'games',
    mine: false,
    sort: 'members',
    roomName: 'first room',
    type: 'group_chat',
    visibility: 'private',
    maxMembers: 5,
    settings: { history: 'all', invites: 'members' },
    memberIds: [victim.id],
    clientId: 'client-id-0123456789',
    version: 1,
    role: 'member',
    roomType: 'group_chat',
    content: { type: 'text', text: 'text' },
    replyTo: message.id,
    threadId: message.id,
    alsoToRoom: true,
    expiresAfter: 60,
    announcement: 'read this first',
    messageIds: [message.id],
    roomIds: [room.id],
    merged: true,
    question: 'Where to?',
    options: ['o1', 'o2'],
    multiple: true,
    anonymous: false,
    open: true,
    closesAt: '2999-01-01T00:00:00Z',
    text: 'a line',
    option: 'o1',
    title: 'Who comes?',
    example: 'name',
    senderId: victim.id,
    messageType: 'text',
    from: '2026-01-01T00:00:00Z',
    to: '2999-01-01T00:00:00Z',
    time: '2026-01-01T00:00:00Z',
    emoji: '👍',
    pinned: true,
    notify: 'mentions',
    markedUnread: true,
    hiddenAt: 1,
    mentions: [{ userId: victim.id, at: 0, length: 2 }],
    before: 9,
    after: 1,
    around: 2,
    seq: 1,
    rooms: { [room.id]: 0 },
    since: new Date().toISOString(),
    customStatus: 'hiking',
    customUntil: '2099-01-01T00:00:00Z',
    active: true,
    isTyping: true,
    of: 'read',
    send: true,
  }
  await pause(2600) // what is written behind has been written
  before = await everythingStored()
})
afterAll(() => app.close())

/** All documents of all collections, but the leases of nodes. */
async function everythingStored(): Promise<string> {
  const db = mongoose.connection.db!
  const names = (await db.listCollections().toArray())
    .map(one => one.name)
    .filter(name => name !== 'leases')
    .sort()
  const all = names.map(async name => [name, await db.collection(name).find().sort({ _id: 1 }).toArray()])
  return JSON.stringify(await Promise.all(all))
}

/** Where the same name means something else in one route. */
const ownSamples: Record<string, Record<string, unknown>> = {
  'presence.update': { status: 'away' },
  'favourites.list': { kind: 'text' },
  'search.find': { type: 'text' },
  'profiles.update': { status: { text: 'Away', emoji: '🌙', until: '2999-01-01T00:00:00Z' } },
}

/** A right input of a route: every field but the cursor, which each list has its own of; a route's own sample wins. */
const rightFor = (route: Route<any, any>): Record<string, unknown> =>
  Object.fromEntries(
    Object.keys(fieldsOf(route))
      .filter(name => name !== 'cursor')
      .map(name => [name, ownSamples[route.name]?.[name] ?? samples[name]]),
  )

/** What of an attack a URL can carry: text, and neither an empty segment nor half a character. */
function inUrl(route: Route<any, any>, attack: Attack): boolean {
  const [first = ''] = attack.path.split('.')
  const named = route.path.includes(`:${first}`)
  if (!named && route.method !== 'GET') return true
  const value = attack.input[first]
  // As text, JSON is a search like any other.
  if (typeof value !== 'string' && first === 'query') return false
  if (typeof value !== 'string')
    return value !== null && !/^(true|-?\d+)$/.test(JSON.stringify(value)) && !named
  return value !== '' && value !== '1' && value !== 'true' && !/\p{Cs}/u.test(value) && value.length < 10_000
}

/** Texts that may be empty. */
const isFine = ({ path, what }: Attack) =>
  ['topic', 'description', 'bio', 'note', 'announcement', 'text', 'example'].includes(path) && what === '""'
const attacksFor = (route: Route<any, any>, right: Record<string, unknown>) =>
  attacksOn(route, right).filter(one => !isFine(one) && !(route.name === 'search.find' && isEmptyQuery(one)))

/** Who said it, or when, may be all that is asked. */
const isEmptyQuery = ({ path, what }: Attack) => path === 'query' && what === '""'

interface Refusal {
  code: string
  message: string
  data?: { issues?: { path: string; message: string }[] }
}

/** Says what is wrong with an answer to an attack, if anything is. */
function wrongIn(error: Refusal | undefined, { path, what }: Attack, status?: number): string[] {
  const about = `${path} = ${what}`
  if (!error) return [`${about} was let in`]
  if (error.code === 'internal' || (status ?? 400) >= 500) return [`${about} → ${status} ${error.code}`]
  const text = JSON.stringify(error)
  if (/\bat .+:\d+|node_modules|\.ts\b|stack/i.test(text)) return [`${about} → ${text}`]
  if (error.code !== 'invalid_input') return []
  const paths = (error.data?.issues ?? []).map(one => one.path)
  const names = (one: string) =>
    one === '' || path === one || path.startsWith(`${one}.`) || one.startsWith(`${path}.`)
  return paths.length > 0 && paths.some(names) ? [] : [`${about} → names ${paths.join(', ')}`]
}

const typed = () => app.kernel.registry.routes.filter(({ route }) => route.type)
// The registry is known only once a server runs; jest wants the titles before.
const { capabilities } = await import('../capabilities')
const { testEnv } = await import('./app')
const routes = capabilities(testEnv({})).flatMap(one => Object.values(one.contract.routes))

describe.each(routes.map(route => [route.name, route] as const))('%s', (_, route) => {
  test('every field has a sample, so that only one thing is wrong at a time', () => {
    expect(Object.entries(rightFor(route)).filter(([, value]) => value === undefined)).toEqual([])
  })

  test('whatever is wrong in a field is refused over HTTP, by the name of the field', async () => {
    const token = route.access === 'public' ? undefined : mallory.session.accessToken
    const attacks = attacksFor(route, rightFor(route)).filter(attack => inUrl(route, attack))
    const wrong: string[] = []
    await inBatches(attacks, 16, async attack => {
      const answer = await rawCall(app, route, attack.input, token)
      wrong.push(...wrongIn(answer.status < 300 ? undefined : answer.body.error, attack, answer.status))
    })
    expect(wrong).toEqual([])
  })

  if (route.type) {
    test('and over the socket, which stays open', async () => {
      const socket = await rawSignedIn(app, mallory.session.accessToken)
      const { type: _type, ...right } = rightFor(route)
      const attacks = attacksFor(route, right).filter(
        ({ path }) => path.split('.')[0] !== 'type' && path.split('.')[0] !== 'id',
      )
      const wrong: string[] = []
      for (const [i, attack] of attacks.entries()) {
        const { type, data, code, message } = await socket.ask({
          ...withoutType(attack.input),
          type: route.type,
        })
        wrong.push(...wrongIn(type === 'reply' ? undefined : ({ code, message, data } as Refusal), attack))
        // Twenty bad ones in a row would close it.
        if (i % 15 === 14) await stillThere(socket)
      }
      await stillThere(socket)
      expect(wrong).toEqual([])
      socket.socket.terminate()
    })
  }

  if (route.method !== 'GET') {
    test.each([
      ['half of JSON', 400, '{"name": "x', {}],
      ['two documents', 400, '{}{}', {}],
      ['a list', 400, '[]', {}],
      ['a number', 400, '7', {}],
      ['a word', 400, '"x"', {}],
      ['nothing but null', 400, 'null', {}],
      ['not UTF-8', 400, '{"\u00ff', {}],
      ['a form', 415, 'name=x', { 'content-type': 'application/x-www-form-urlencoded' }],
      ['plain text', 415, '{}', { 'content-type': 'text/plain' }],
      ['no content type', 415, '{}', { 'content-type': '' }],
      ['XML', 415, '<a/>', { 'content-type': 'application/xml' }],
      ['a made-up encoding', 415, '{}', { 'content-encoding': 'rot13' }],
      ['more than 256 KiB', 413, JSON.stringify({ name: 'x'.repeat(300 * 1024) }), {}],
      ['a thousand levels', 400, `{"deep":${'['.repeat(1000)}${']'.repeat(1000)}}`, {}],
      ['a hundred thousand levels', 400, `{"deep":${'['.repeat(1e5)}${']'.repeat(1e5)}}`, {}],
      ['a hundred thousand levels of objects', 400, `{"deep":${'{"a":'.repeat(4e4)}1${'}'.repeat(4e4)}}`, {}],
      ['a polluting key', 400, '{"__proto__":{"isAdmin":true}}', {}],
    ])('a body of %s is %i', async (_title, status, body, headers: Record<string, string>) => {
      const path = `/api${route.path.replace(/:(\w+)/g, (_match, name: string) => encodeURIComponent(String(samples[name])))}`
      const token = route.access === 'public' ? undefined : mallory.session.accessToken
      const answer = await rawHttp(app, path, { method: route.method, body, headers, token })
      expect([answer.status, typeof answer.body?.error?.code]).toEqual([status, 'string'])
      expect(answer.body.error.requestId).toBe(answer.headers['x-request-id'])
      expect(answer.text).not.toMatch(/node_modules|SyntaxError|\bat \//)
    })

    test('a body cannot rename what the path names', async () => {
      const names = [...route.path.matchAll(/:(\w+)/g)].map(match => match[1]!)
      const path = `/api${route.path.replace(/:(\w+)/g, (_match, name: string) => encodeURIComponent(String(samples[name])))}`
      for (const name of names) {
        const token = mallory.session.accessToken
        const answer = await rawHttp(app, path, {
          method: route.method,
          body: { ...bodyOf(route), [name]: 'another' },
          token,
        })
        expect(answer.body.error).toMatchObject({ code: 'invalid_input', data: { issues: [{ path: name }] } })
      }
    })
  }
})

test.each([
  ['a path that is not UTF-8', '/api/rooms/%E0%A4%A'],
  ['a path with NUL', '/api/rooms/a%00b'],
  ['a path that climbs', '/api/rooms/..%2f..%2fme'],
  ['a page that climbs', '/..%2f..%2fpackage.json'],
  ['a page with NUL', '/index%00.html'],
  ['an unknown path', '/api/nothing/here'],
  ['the bare prefix', '/api'],
  ['a very long path', `/api/rooms/${'x'.repeat(5000)}`],
  ['an operator in the query', '/api/users?query[$ne]=x'],
  ['a field twice', '/api/users?query=a&query=b'],
])('%s is 4xx in the one shape', async (_, path) => {
  const { status, body, text } = await rawHttp(app, path, { token: mallory.session.accessToken })
  expect(status).toBeGreaterThanOrEqual(400)
  expect(status).toBeLessThan(500)
  expect(body.error).toMatchObject({
    code: expect.any(String),
    message: expect.any(String),
    requestId: expect.any(String),
  })
  expect(text).not.toMatch(/node_modules|\bat \/|ENOENT/)
})

test.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'])(
  'a method that a path does not have is refused: %s',
  async method => {
    const { status } = await rawHttp(app, '/api/signup', { method })
    expect([404, 405, 501]).toContain(status)
  },
)

// Runs last: it looks back at everything above.
test('after all of it nothing is half written, and the process is well', async () => {
  expect(await everythingStored()).toBe(before)
  expect(({} as { isAdmin?: unknown }).isAdmin).toBeUndefined()
  const health = await rawHttp(app, '/health')
  expect([health.status, health.body.status]).toEqual([200, 'healthy'])
  await mallory.call(messages.routes.send, {
    roomId: String(samples.roomId),
    content: { text: 'all is well' },
  })
  expect(typed().length).toBeGreaterThan(5)
})

const bodyOf = (route: Route<any, any>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(rightFor(route)).filter(([name]) => !route.path.includes(`:${name}`)))

function withoutType(input: Record<string, unknown>): Record<string, unknown> {
  const { type: _type, id: _id, ...rest } = input
  return rest
}

async function stillThere(socket: RawSocket): Promise<void> {
  const { type } = await socket.ask({ type: 'get_people', userIds: [mallory.id] })
  expect(type).toBe('reply')
}

async function inBatches<T>(all: T[], size: number, work: (one: T) => Promise<void>): Promise<void> {
  for (let i = 0; i < all.length; i += size) await Promise.all(all.slice(i, i + size).map(work))
}
