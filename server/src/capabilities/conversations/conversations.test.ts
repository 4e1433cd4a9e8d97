import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { connect, somePeople, type TestPerson } from '../../testing/person'
import { pause } from '../../testing/raw'
import { aRoom } from '../rooms/factory'

const { routes, pushes } = conversations
let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

const say = (person: TestPerson, roomId: string, text: string) =>
  person.call(messages.routes.send, { roomId, content: { text } })
const rowOf = async (person: TestPerson, roomId: string) =>
  (await person.call(routes.list, { limit: 100 })).items.find(one => one.room.id === roomId)

test('my rooms come with their last message and what I have not read, the most recently active first', async () => {
  const { alice, bob, room } = await aRoom(app)
  const other = await alice.call(rooms.routes.create, { name: 'other', memberIds: [bob.id] })
  await say(alice, room.id, 'one')
  await pause(5)
  await say(alice, other.id, 'two')
  await pause(5)
  const last = await say(alice, room.id, 'three')
  await pause(1100) // activity is written behind, at most once a second
  const { items } = await bob.call(routes.list, {})
  expect(items.slice(0, 2).map(one => one.room.id)).toEqual([room.id, other.id])
  expect(items[0]).toMatchObject({ lastMessage: last, unread: 2, mention: false, at: last.rev })
  expect(items[0]!.room.role).toBe('member')
})

test('reading moves forward only, and never past what there is', async () => {
  const { alice, bob, room } = await aRoom(app)
  const [first, , third] = [
    await say(alice, room.id, 'a'),
    await say(alice, room.id, 'b'),
    await say(alice, room.id, 'c'),
  ]
  expect(await bob.ask(routes.markRead, { roomId: room.id, seq: third!.seq })).toMatchObject({
    readSeq: third!.seq,
    unread: 0,
  })
  expect(await bob.call(routes.markRead, { roomId: room.id, seq: first!.seq })).toMatchObject({
    readSeq: third!.seq,
    unread: 0,
  })
  expect((await bob.call(routes.markRead, { roomId: room.id, seq: 1e9 })).readSeq).toBeLessThanOrEqual(
    third!.rev,
  )
  await say(alice, room.id, 'd')
  expect((await rowOf(bob, room.id))?.unread).toBe(1)
})

test('reading on one device is told to the others of that person, and to nobody else', async () => {
  const { alice, bob, room } = await aRoom(app)
  const said = await say(alice, room.id, 'read me')
  const second = await connect(app, bob.session)
  const told = second.next(pushes.read)
  await bob.call(routes.markRead, { roomId: room.id, seq: said.seq })
  expect(await told).toEqual({ roomId: room.id, readSeq: said.seq, unread: 0, mention: false })
  await pause(50)
  expect(alice.frames.filter(frame => frame.type === 'read_updated')).toEqual([])
  const before = second.frames.length
  await bob.call(routes.markRead, { roomId: room.id, seq: 1 })
  await pause(50)
  expect(second.frames.slice(before).filter(frame => frame.type === 'read_updated')).toEqual([])
})

test('what I say myself counts as read, and so does everything before it', async () => {
  const { alice, bob, room } = await aRoom(app)
  await say(alice, room.id, 'a question')
  expect((await rowOf(bob, room.id))?.unread).toBe(1)
  const answer = await say(bob, room.id, 'an answer')
  expect(await rowOf(bob, room.id)).toMatchObject({ unread: 0, readSeq: answer.seq })
  expect((await rowOf(alice, room.id))?.unread).toBe(1)
})

test('a deleted message and a note are not unread', async () => {
  const { alice, bob, stranger, room } = await aRoom(app)
  const said = await say(alice, room.id, 'oops')
  await say(alice, room.id, 'stays')
  await alice.call(rooms.routes.addMember, { roomId: room.id, userId: stranger.id })
  expect((await rowOf(bob, room.id))?.unread).toBe(2)
  await alice.call(messages.routes.remove, { messageId: said.id })
  expect((await rowOf(bob, room.id))?.unread).toBe(1)
})

test('more than a hundred unread are shown as a hundred', async () => {
  const { alice, bob, room } = await aRoom(app)
  await Promise.all(
    Array.from({ length: 104 }, (_, i) =>
      alice.ask(messages.routes.send, { roomId: room.id, content: { text: `${i}` } }),
    ),
  )
  expect((await rowOf(bob, room.id))?.unread).toBe(100)
})

test('a room that comes and one that goes are told to the person’s devices', async () => {
  const { alice, bob } = await somePeople(app)
  const came = bob.next(pushes.changed)
  const room = await alice.call(rooms.routes.create, { name: 'new', memberIds: [bob.id] })
  expect((await came).conversation).toMatchObject({ room: { id: room.id, role: 'member' }, unread: 0 })
  const gone = bob.next(pushes.gone)
  await alice.call(rooms.routes.removeMember, { roomId: room.id, userId: bob.id })
  expect(await gone).toEqual({ roomId: room.id })
  expect(await rowOf(bob, room.id)).toBeUndefined()
})

test('one who is not in a room marks nothing there', async () => {
  const { stranger, room } = await aRoom(app)
  await expect(stranger.call(routes.markRead, { roomId: room.id, seq: 1 })).rejects.toMatchObject({
    code: 'not_found',
    status: 404,
  })
  const open = await aRoom(app, { type: 'public_room' })
  const mark = open.stranger.call(routes.markRead, { roomId: open.room.id, seq: 1 })
  await expect(mark).rejects.toMatchObject({ code: 'forbidden', status: 403 })
})

test('a sync answers only for my rooms: others are gone, whether they exist or not', async () => {
  const { alice, stranger, room } = await aRoom(app)
  await say(alice, room.id, 'secret')
  const changes = await stranger.call(routes.sync, { rooms: { [room.id]: 0, 'no-such-room': 0 } })
  expect(changes.rooms).toEqual([])
  expect(changes.gone.sort()).toEqual([room.id, 'no-such-room'].sort())
  expect(JSON.stringify(changes)).not.toContain('secret')
})

test('a sync brings what changed above the watermark, by rev, with what it covers', async () => {
  const { alice, bob, room } = await aRoom(app)
  const [one, two] = [await say(alice, room.id, 'one'), await say(alice, room.id, 'two')]
  const edited = await alice.call(messages.routes.edit, { messageId: one.id, content: { text: 'one!' } })
  const {
    rooms: [change],
    people,
  } = await bob.ask(routes.sync, { rooms: { [room.id]: one.rev } })
  expect(change).toMatchObject({
    roomId: room.id,
    messages: [two, edited],
    to: edited.rev,
    more: false,
    gap: false,
    unread: 2,
    lastMessage: two,
  })
  expect(people.map(person => person.id)).toContain(alice.id)
  expect((await bob.call(routes.sync, { rooms: { [room.id]: edited.rev } })).rooms).toEqual([])
})

test('a sync with a limit says that there is more, and goes on from what it covered', async () => {
  const { alice, bob, room } = await aRoom(app)
  const first = await say(alice, room.id, '0')
  for (let i = 1; i <= 9; i++) await say(alice, room.id, String(i))
  const texts: unknown[] = []
  for (let mark = first.rev; ;) {
    const [change] = (await bob.call(routes.sync, { rooms: { [room.id]: mark }, limit: 4 })).rooms
    texts.push(...change!.messages.map(one => (one.content as { text: string }).text))
    mark = change!.to
    if (!change!.more) break
  }
  expect(texts).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9'])
})

test('a made-up “since” is refused by its name', async () => {
  const { alice } = await somePeople(app)
  const sync = alice.call(routes.sync, { rooms: {}, since: 'yesterday' })
  await expect(sync).rejects.toMatchObject({ code: 'invalid_input', data: { issues: [{ path: 'since' }] } })
})

test('however coming and going cross, the last that a device hears of its place is true', async () => {
  const { stranger, room } = await aRoom(app, { type: 'public_room' })
  const isOf = ({ type, data }: { type: string; data?: unknown }) => {
    const { roomId, conversation } = (data ?? {}) as {
      roomId?: string
      conversation?: { room: { id: string } }
    }
    if (type === pushes.gone.type && roomId === room.id) return 'gone'
    return type === pushes.changed.type && conversation?.room.id === room.id ? 'there' : null
  }
  for (let round = 0; round < 30; round++) {
    const { join, leave } = rooms.routes
    const acts = Array.from({ length: 4 }, async (_, n) => {
      await pause((n * 5 + round * 3) % 15)
      await stranger.call((round >> n) % 2 ? join : leave, { roomId: room.id }).catch(() => undefined)
    })
    await Promise.all(acts)
    await stranger.call(join, { roomId: room.id })
    await stranger.ask(rooms.routes.members, { roomId: room.id })
    const told = stranger.frames.flatMap(frame => isOf(frame as never) ?? [])
    expect(told.at(-1)).toBe('there')
  }
})
