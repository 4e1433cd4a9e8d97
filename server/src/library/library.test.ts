import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { WebSocket } from 'ws'
import ChatSphereService, { type ChatRoom, ChatRoomType, type PerformanceMetrics } from './index'
import { settingsOf } from './config'
import { idOf } from './people'
import { readSettings } from './running'

const folder = mkdtempSync(join(tmpdir(), 'community-chat-library-'))
const before = { ...process.env }
let chat: ChatSphereService
let room: ChatRoom
beforeAll(async () => {
  Object.assign(process.env, { DATA_DIR: folder, HOST: '127.0.0.1', NODE_ENV: 'test' })
  chat = new ChatSphereService({ websocket: { port: 0 }, analytics: { aggregationInterval: 200 } })
  room = await chat.createChatRoom({ name: 'Host', type: ChatRoomType.PUBLIC_ROOM }, 'ann')
})
afterAll(async () => {
  await chat.close()
  process.env = before
  rmSync(folder, { recursive: true, force: true })
})

const refused = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    error => error.code,
  )

test('joining is true, also the second time; leaving twice is refused as over the wire', async () => {
  expect(await chat.joinChatRoom(room.id, 'ben')).toBe(true)
  expect(await chat.joinChatRoom(room.id, 'ben')).toBe(true)
  const read = await chat.getChatRoom(room.id)
  expect(read?.participants.map(one => [one.userId, one.role])).toEqual([
    ['ann', 'owner'],
    ['ben', 'member'],
  ])
  expect(read?.createdAt).toBeInstanceOf(Date)
  await chat.leaveChatRoom(room.id, 'ben')
  expect(await refused(chat.leaveChatRoom(room.id, 'ben'))).toBe('forbidden')
})

test('into a private room only who is invited comes', async () => {
  const hidden = await chat.createChatRoom(
    { name: 'hidden', type: 'group_chat', settings: { isPrivate: true } },
    'ann',
  )
  expect(hidden.settings.isPrivate).toBe(true)
  expect(await refused(chat.joinChatRoom(hidden.id, 'cat'))).toBe('not_found')
  expect(await refused(chat.sendMessage(hidden.id, 'cat', { text: 'hi' }))).toBe('not_found')
  expect(await chat.joinChatRoom(hidden.id, 'cat', 'ann')).toBe(true)
  expect((await chat.sendMessage(hidden.id, 'cat', { text: 'hi' })).senderId).toBe('cat')
})

test('what is said is edited by its author, taken away, and stays as a husk', async () => {
  await chat.joinChatRoom(room.id, 'ben')
  const said = await chat.sendMessage(room.id, 'ann', { text: 'first' })
  expect(said).toMatchObject({
    chatRoomId: room.id,
    type: 'text',
    status: 'sent',
    reactions: [],
    replies: [],
  })
  expect(said.createdAt).toBeInstanceOf(Date)
  expect(await refused(chat.editMessage(said.id, 'ben', 'mine now'))).toBe('not_yours')
  const edited = await chat.editMessage(said.id, 'ann', 'second')
  expect(edited).toMatchObject({ content: { text: 'second' }, updatedAt: expect.any(Date) })
  expect(await chat.addReaction(said.id, 'ben', '👍')).toEqual({ emoji: '👍', count: 1, userId: 'ben' })
  expect((await chat.getMessage(said.id))?.reactions).toEqual([{ emoji: '👍', count: 1 }])
  expect(await refused(chat.deleteMessage(said.id, 'ben'))).toBe('forbidden')
  await chat.deleteMessage(said.id, 'ann')
  expect(await chat.getMessage(said.id)).toMatchObject({ status: 'deleted', content: null })
})

test('what is not there is null', async () => {
  expect(await chat.getMessage('nothing')).toBeNull()
  expect(await chat.getChatRoom('nothing')).toBeNull()
  expect(await chat.getChatRoom('no id at all!')).toBeNull()
})

test('a room is changed by what differs, and changes at the same time all hold', async () => {
  await Promise.all([
    chat.updateChatRoom(room.id, { name: 'Renamed' }),
    chat.updateChatRoom(room.id, { metadata: { description: 'about' } }),
    chat.updateChatRoom(room.id, { settings: { maxParticipants: 50 } }),
  ])
  const read = (await chat.getChatRoom(room.id))!
  expect(read).toMatchObject({
    name: 'Renamed',
    metadata: { description: 'about' },
    settings: { maxParticipants: 50, isPrivate: false },
  })
  await chat.updateChatRoom(room.id, read)
  expect((await chat.getChatRoom(room.id))?.metadata.version).toBe(read.metadata.version)
})

test('a cluster is one community, whoever asks and however often at once', async () => {
  const make = (creator: string) =>
    chat.createChatRoom({ name: creator, type: 'public_room', clusterId: 'north cluster' }, creator)
  const made = await Promise.all(['dan', 'eve', 'fay'].map(make))
  expect(made.map(one => one.clusterId)).toEqual(Array(3).fill('north cluster'))
  const read = await Promise.all(made.map(one => chat.getChatRoom(one.id)))
  expect(read.map(one => one?.clusterId)).toEqual(Array(3).fill('north cluster'))
  const known = await chat.createChatRoom({ name: 'w', type: 'public_room', clusterId: 'welcome' }, 'ann')
  expect((await chat.getChatRoom(known.id))?.creatorId).toBe('ann')
})

test('a direct room is one per pair', async () => {
  const data = { type: ChatRoomType.DIRECT_MESSAGE, participants: [{ userId: 'ben' }] }
  const [first, again] = [await chat.createChatRoom(data, 'ann'), await chat.createChatRoom(data, 'ann')]
  expect([first.type, again.id]).toEqual(['direct_message', first.id])
})

test('what the routes refuse the library refuses, with the same code', async () => {
  expect(await refused(chat.sendMessage(room.id, 'ann', { text: '' }))).toBe('invalid_input')
  expect(await refused(chat.sendMessage('nowhere', 'ann', { text: 'x' }))).toBe('not_found')
  expect(await refused(chat.createChatRoom({ name: '', type: 'public_room' }, 'ann'))).toBe('invalid_input')
  expect(await refused(chat.sendMessage(room.id, 'ann', { text: 'x', more: 1 } as never))).toBe(
    'invalid_input',
  )
  await expect(chat.joinChatRoom(room.id, '')).rejects.toThrow('A person needs an id.')
})

test("a token opens a socket as the person, and a person's id in the address opens none", async () => {
  const { port } = await chat.start()
  const open = (path: string, headers = {}) => new WebSocket(`ws://127.0.0.1:${port}/ws${path}`, { headers })
  const bare = open('?userId=ann')
  bare.on('open', () => bare.send(JSON.stringify({ type: 'join_room', roomId: room.id })))
  expect(await new Promise(resolve => bare.on('close', resolve))).toBe(4001)

  const socket = open('', { authorization: `Bearer ${await chat.tokenFor('ann')}` })
  const welcome = await new Promise<string>(resolve => socket.once('message', data => resolve(String(data))))
  expect(JSON.parse(welcome)).toMatchObject({ type: 'welcome', userId: 'ann' })
  expect(chat.getConnectionCount()).toBe(1)
  await chat.updatePresence('ann', 'away', 'back soon')
  await chat.setTyping('ann', room.id, true)
  socket.close()
})

test('nobody signs in to an account that the host made, whatever name and password they try', async () => {
  const { port } = await chat.start()
  const login = (username: string, password: string) =>
    fetch(`http://127.0.0.1:${port}/api/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password }),
    }).then(answer => answer.status)
  expect(await Promise.all([login('@ann', 'undefined'), login('ann', 'null'), login('@ann', ' ')])).toEqual([
    401, 401, 401,
  ])
})

test('performance_metrics come each interval with sockets, messages a second, memory and processor', async () => {
  const all: PerformanceMetrics[] = []
  const listener = (one: PerformanceMetrics) => void all.push(one)
  chat.on('performance_metrics', listener)
  for (let i = 0; i < 20; i++) await chat.sendMessage(room.id, 'ann', { text: `${i}` })
  while (all.length < 2) await new Promise(resolve => setTimeout(resolve, 20))
  chat.off('performance_metrics', listener)
  for (const one of all) {
    expect(Object.keys(one)).toEqual(['activeConnections', 'messagesPerSecond', 'memoryUsage', 'cpuUsage'])
    expect(one.memoryUsage).toBeGreaterThan(1e6)
    expect(one.cpuUsage).toBeGreaterThan(0)
  }
  expect(Math.max(...all.map(one => one.messagesPerSecond))).toBeGreaterThan(0)
})

test('the object sets what the environment leaves open, and the environment wins', () => {
  const config = {
    websocket: { port: 7001, maxPayload: 65_536, heartbeatInterval: 30_000, maxConnections: 5 },
    redis: { host: 'redis.example', port: 6380 },
  }
  const alone = readSettings(config).env
  expect([alone.PORT, alone.WS_PORT, alone.WS_MAX_PAYLOAD, alone.WS_HEARTBEAT_INTERVAL]).toEqual([
    7001, 7001, 65_536, 30,
  ])
  expect(alone.WS_MAX_CONNECTIONS).toBe(5)
  process.env.WS_PORT = '7002'
  process.env.WS_MAX_CONNECTIONS = '9'
  const { env } = readSettings(config)
  expect([env.PORT, env.WS_PORT, env.WS_MAX_CONNECTIONS]).toEqual([7001, 7002, 9])
  delete process.env.WS_PORT
  delete process.env.WS_MAX_CONNECTIONS
  expect(settingsOf(config).settings).toMatchObject({ REDIS_HOST: 'redis.example', REDIS_PORT: '6380' })
})

test('a part without use is said once; a bad value stops the program where it is written', () => {
  const { warnings } = settingsOf({
    streaming: { enabled: true, maxViewers: 10 },
    calls: { p2pEnabled: true },
  })
  expect(warnings).toEqual([
    'streaming.enabled is set, but this version has nothing that uses it.',
    'streaming.maxViewers is set, but this version has nothing that uses it.',
    'calls.p2pEnabled is set, but this version has nothing that uses it.',
  ])
  expect(() => new ChatSphereService({ websocket: { port: 99_999 } })).toThrow(/PORT has a bad value "99999"/)
})

test("a host's id is the id here wherever it can be one; another always leads to the same person", () => {
  expect(idOf('user1')).toBe('user1')
  expect(idOf('creator_user_id')).toBe('creator_user_id')
  expect(idOf('ann@example.com')).toMatch(/^x-[\w-]{32}$/)
  expect(idOf('ann@example.com')).toBe(idOf('ann@example.com'))
  expect(idOf('system')).not.toBe('system')
  expect(idOf('x'.repeat(65))).toMatch(/^x-/)
})
