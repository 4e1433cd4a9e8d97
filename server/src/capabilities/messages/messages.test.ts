import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { connect, somePeople } from '../../testing/person'
import { aMessage } from './factory'

const { routes, pushes } = messages
let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

test('a message reaches everyone in the room, with its place in the one order', async () => {
  const { alice, bob, room, message: first } = await aMessage(app)
  const heard = bob.next(pushes.created, one => one.message.seq > first.seq)
  const sent = await alice.ask(routes.send, { roomId: room.id, content: { text: '你好 👋' } })
  const { message, prev, cause } = await heard
  expect(message).toEqual(sent)
  expect(prev).toBe(sent.rev - 1)
  expect(cause).toEqual({ by: alice.id })
})

test('a resend with the same clientId is the same message, also in parallel, over HTTP and socket', async () => {
  const { alice, bob, room } = await aMessage(app)
  const input = { roomId: room.id, content: { text: 'once' }, clientId: 'client-id-0123456789' }
  const all = await Promise.all(
    [1, 2, 3, 4, 5].flatMap(() => [alice.ask(routes.send, input), alice.call(routes.send, input)]),
  )
  expect(new Set(all.map(one => one.id)).size).toBe(1)
  const { items } = await bob.call(routes.history, { roomId: room.id })
  expect(items.filter(one => one.clientId === input.clientId)).toHaveLength(1)
  expect(
    bob.frames.filter(
      frame => frame.type === 'new_message' && frame.data.message.clientId === input.clientId,
    ),
  ).toHaveLength(1)
})

test('sends of one connection keep their order', async () => {
  const { alice, bob, room } = await aMessage(app)
  const texts = Array.from({ length: 60 }, (_, i) => `line ${i}`)
  const sent = await Promise.all(
    texts.map(text => alice.ask(routes.send, { roomId: room.id, content: { text } })),
  )
  expect(sent.map(one => one.seq)).toEqual([...sent.map(one => one.seq)].sort((a, b) => a - b))
  const { items } = await bob.call(routes.history, { roomId: room.id, limit: 60 })
  expect(items.map(one => one.content && 'text' in one.content && one.content.text)).toEqual(texts)
})

test('an edit takes a new value and keeps its place; another may not edit', async () => {
  const { alice, bob, room, message } = await aMessage(app)
  const heard = bob.next(pushes.updated)
  const edited = await alice.call(routes.edit, { messageId: message.id, content: { text: 'better' } })
  expect(edited).toMatchObject({ seq: message.seq, content: { type: 'text', text: 'better' } })
  expect(edited.rev).toBeGreaterThan(message.rev)
  expect(edited.editedAt).toBeDefined()
  expect((await heard).message).toEqual(edited)
  await expect(
    bob.call(routes.edit, { messageId: message.id, content: { text: 'x' } }),
  ).rejects.toMatchObject({ code: 'not_yours', status: 403 })
  const { at } = await bob.call(routes.history, { roomId: room.id })
  expect(at).toBe(edited.rev)
})

test('changes of one message within a moment become one, and the last one stays', async () => {
  const { alice, bob, message } = await aMessage(app)
  await alice.call(routes.edit, { messageId: message.id, content: { text: '0' } })
  const all = await Promise.all(
    ['1', '2', '3', '4'].map(text => alice.ask(routes.edit, { messageId: message.id, content: { text } })),
  )
  expect(new Set(all.map(one => one.rev)).size).toBe(1)
  expect((await bob.call(routes.get, { messageId: message.id })).content).toEqual({ type: 'text', text: '4' })
})

test('a deleted message leaves a husk without content, for everyone and for good', async () => {
  const { alice, bob, room, message } = await aMessage(app, 'a secret')
  const heard = bob.next(pushes.deleted)
  const husk = await alice.call(routes.remove, { messageId: message.id })
  expect(husk).toMatchObject({ content: null, gone: { by: alice.id, why: 'deleted' } })
  expect(JSON.stringify(await heard)).not.toContain('a secret')
  await expect(
    alice.call(routes.edit, { messageId: message.id, content: { text: 'back' } }),
  ).rejects.toMatchObject({ code: 'is_gone' })
  expect(JSON.stringify(await bob.call(routes.history, { roomId: room.id }))).not.toContain('a secret')
})

test('a member may not delete what another said; an administrator may', async () => {
  const { alice, bob, room, message } = await aMessage(app)
  await expect(bob.call(routes.remove, { messageId: message.id })).rejects.toMatchObject({
    code: 'forbidden',
  })
  await alice.call(rooms.routes.setRole, { roomId: room.id, userId: bob.id, role: 'administrator' })
  expect((await bob.call(routes.remove, { messageId: message.id })).gone?.why).toBe('removed')
})

test('for a stranger the room, its history and its messages do not exist', async () => {
  const { stranger, room, message } = await aMessage(app)
  const refusals = [
    stranger.call(routes.history, { roomId: room.id }),
    stranger.call(routes.get, { messageId: message.id }),
    stranger.call(routes.send, { roomId: room.id, content: { text: 'x' } }),
    stranger.call(routes.edit, { messageId: message.id, content: { text: 'x' } }),
    stranger.call(routes.remove, { messageId: message.id }),
  ]
  const refused = { code: 'not_found', status: 404 }
  await Promise.all(refusals.map(one => expect(one).rejects.toMatchObject(refused)))
})

test('a public room can be known but not read by who has not joined', async () => {
  const { alice, stranger } = await somePeople(app)
  const room = await alice.call(rooms.routes.create, { name: 'open', type: 'public_room' })
  await expect(stranger.call(routes.history, { roomId: room.id })).rejects.toMatchObject({
    code: 'forbidden',
    status: 403,
  })
})

test('history pages before, after and around a seq without hole or repetition', async () => {
  const { alice, room } = await aMessage(app, '0')
  for (let i = 1; i < 25; i++)
    await alice.call(routes.send, { roomId: room.id, content: { text: String(i) } })
  const whole = (await alice.call(routes.history, { roomId: room.id, limit: 100 })).items
  const newest = await alice.call(routes.history, { roomId: room.id, limit: 10 })
  expect(newest).toMatchObject({ hasBefore: true, hasAfter: false, at: whole.at(-1)!.rev })
  const older = await alice.call(routes.history, {
    roomId: room.id,
    before: newest.items[0]!.seq,
    limit: 100,
  })
  expect([...older.items, ...newest.items]).toEqual(whole)
  expect(older).toMatchObject({ hasBefore: false, hasAfter: true })
  const middle = whole[12]!.seq
  const around = await alice.call(routes.history, { roomId: room.id, around: middle, limit: 8 })
  expect(around.items.map(one => one.seq)).toContain(middle)
  expect(around).toMatchObject({ hasBefore: true, hasAfter: true })
  const after = await alice.call(routes.history, { roomId: room.id, after: middle, limit: 100 })
  expect(after.items).toEqual(whole.filter(one => one.seq > middle))
})

test('a newcomer to a room that keeps its history sees only what is said after', async () => {
  const { alice, stranger } = await somePeople(app)
  const room = await alice.call(rooms.routes.create, { name: 'quiet', settings: { history: 'joined' } })
  const before = await alice.call(routes.send, { roomId: room.id, content: { text: 'before' } })
  await alice.call(rooms.routes.addMember, { roomId: room.id, userId: stranger.id })
  const heard = stranger.next(pushes.created, ({ message }) => message.type === 'text')
  const after = await alice.call(routes.send, { roomId: room.id, content: { text: 'after' } })
  expect((await heard).message.id).toBe(after.id)
  await expect(stranger.call(routes.get, { messageId: before.id })).rejects.toMatchObject({
    code: 'not_found',
  })
  const { items } = await stranger.call(routes.history, { roomId: room.id })
  expect(items.map(one => one.id)).not.toContain(before.id)
  // A change of what they may not see moves their watermark and shows them nothing.
  const frames = stranger.frames.length
  await alice.call(routes.edit, { messageId: before.id, content: { text: 'still before' } })
  await alice.call(routes.send, { roomId: room.id, content: { text: 'last' } })
  await stranger.ask(routes.history, { roomId: room.id })
  const since = stranger.frames.slice(frames)
  expect(since.filter(frame => frame.type === 'skip')).toHaveLength(1)
  expect(JSON.stringify(since)).not.toContain('still before')
})

test('nothing said after leaving reaches who left, on any of their devices', async () => {
  const { alice, bob, room } = await aMessage(app)
  const second = await connect(app, bob.session)
  await bob.call(rooms.routes.leave, { roomId: room.id })
  const counts = [bob.frames.length, second.frames.length]
  await alice.call(routes.send, { roomId: room.id, content: { text: 'gone?' } })
  await bob.ask(rooms.routes.openDirect, { userId: alice.id })
  for (const [i, one] of [bob, second].entries()) {
    expect(JSON.stringify(one.frames.slice(counts[i]))).not.toContain('gone?')
  }
})
