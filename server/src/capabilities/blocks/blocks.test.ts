import { blocks, mostBlocks } from '@community-chat/shared/capabilities/blocks/contract'
import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { profiles } from '@community-chat/shared/capabilities/profiles/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { aPerson, connect, somePeople } from '../../testing/person'
import { pause } from '../../testing/raw'
import personalOf from '.'
import { Blocks, blockId } from './model'

const { routes, pushes } = blocks
const said = { text: 'said' }
let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

test('blocking reaches my other device and nobody else; repeating it changes nothing', async () => {
  const { alice, bob } = await somePeople(app)
  const second = await connect(app, alice.session)
  const heard = second.next(pushes.updated)
  const first = await alice.call(routes.block, { userId: bob.id })
  expect(first.user).toMatchObject({ id: bob.id, displayName: 'bob' })
  expect(await heard).toEqual({ userId: bob.id, isBlocked: true })
  expect(await alice.call(routes.block, { userId: bob.id })).toEqual(first)
  expect((await alice.call(routes.list, {})).items).toEqual([first])
  expect(await alice.call(routes.ids, {})).toEqual({ userIds: [bob.id] })
  expect(await bob.call(routes.ids, {})).toEqual({ userIds: [] })

  const lifted = second.next(pushes.updated)
  expect(await alice.call(routes.unblock, { userId: bob.id })).toBeNull()
  expect(await lifted).toEqual({ userId: bob.id, isBlocked: false })
  expect(await alice.call(routes.unblock, { userId: bob.id })).toBeNull()
  expect(await alice.call(routes.ids, {})).toEqual({ userIds: [] })
  await pause(50)
  expect(bob.frames.filter(frame => frame.type === 'blocks_updated')).toEqual([])
  expect(second.frames.filter(frame => frame.type === 'blocks_updated')).toHaveLength(2)
})

test('of many who block the same person at once one row stays, and lifting it is for good', async () => {
  const { alice, bob } = await somePeople(app)
  await Promise.all(Array.from({ length: 12 }, () => alice.call(routes.block, { userId: bob.id })))
  expect(await Blocks.countDocuments({ userId: alice.id })).toBe(1)
  await alice.call(routes.unblock, { userId: bob.id })
  await alice.call(routes.block, { userId: bob.id })
  expect(await Blocks.countDocuments({ userId: alice.id, liftedAt: null })).toBe(1)
})

test('nobody blocks themselves, or somebody who does not exist', async () => {
  const alice = await aPerson(app, 'alice')
  await expect(alice.call(routes.block, { userId: alice.id })).rejects.toMatchObject({
    code: 'not_yourself',
    status: 409,
  })
  await expect(alice.call(routes.block, { userId: 'nobody' })).rejects.toMatchObject({ code: 'not_found' })
})

test('nobody blocks more than 1,000, however many are blocked at once', async () => {
  const alice = await aPerson(app, 'alice')
  const full = Array.from({ length: mostBlocks - 3 }, (_, i) => ({
    _id: blockId(alice.id, `other-${i}`),
    userId: alice.id,
    blockedId: `other-${i}`,
    blockedAt: new Date(),
  }))
  await Blocks.insertMany(full)
  const crowd = await Promise.all(Array.from({ length: 8 }, () => aPerson(app, 'crowd')))
  const codes = await Promise.all(
    crowd.map(one =>
      alice.call(routes.block, { userId: one.id }).then(
        () => 'ok',
        fault => fault.code,
      ),
    ),
  )
  expect(codes.filter(code => code === 'ok').length).toBeLessThanOrEqual(3)
  expect(new Set(codes.filter(code => code !== 'ok'))).toEqual(new Set(['too_many_blocks']))
  expect((await alice.call(routes.ids, {})).userIds.length).toBeLessThanOrEqual(mostBlocks)
})

test('in a direct room neither reaches the other while one blocks; a resend of what was stored still does', async () => {
  const { alice, bob } = await somePeople(app)
  const { id: roomId } = await alice.call(rooms.routes.openDirect, { userId: bob.id })
  const clientId = 'client-id-0123456789'
  const send = messages.routes.send
  const before = await bob.call(send, { roomId, content: said, clientId })
  await alice.call(routes.block, { userId: bob.id })

  await expect(alice.call(send, { roomId, content: said })).rejects.toMatchObject({
    code: 'blocked_by_you',
    status: 403,
  })
  const refused = bob.call(send, { roomId, content: said })
  await expect(refused).rejects.toMatchObject({
    code: 'not_delivered',
    status: 403,
    message: 'This cannot be delivered.',
  })
  const edit = bob.call(messages.routes.edit, { messageId: before.id, content: { text: 'worse' } })
  await expect(edit).rejects.toMatchObject({ code: 'not_delivered' })
  expect(await bob.call(send, { roomId, content: said, clientId })).toEqual(before)
  expect(
    (await bob.call(messages.routes.history, { roomId })).items.filter(one => one.type === 'text'),
  ).toEqual([before])

  await alice.call(routes.unblock, { userId: bob.id })
  await bob.call(send, { roomId, content: said })
})

test('a direct room that is there may be opened by both, a new one by neither', async () => {
  const { alice, bob, stranger } = await somePeople(app)
  const room = await alice.call(rooms.routes.openDirect, { userId: bob.id })
  await alice.call(routes.block, { userId: bob.id })
  await alice.call(routes.block, { userId: stranger.id })
  expect((await bob.call(rooms.routes.openDirect, { userId: alice.id })).id).toBe(room.id)
  await expect(stranger.call(rooms.routes.openDirect, { userId: alice.id })).rejects.toMatchObject({
    code: 'not_delivered',
  })
  await expect(alice.call(rooms.routes.openDirect, { userId: stranger.id })).rejects.toMatchObject({
    code: 'blocked_by_you',
  })
})

test('who blocked me is not brought into a room by me, and may come by themselves', async () => {
  const { alice, bob } = await somePeople(app)
  const { create, addMember, join } = rooms.routes
  const room = await bob.call(create, { name: 'ours', type: 'public_room' })
  await alice.call(routes.block, { userId: bob.id })
  await expect(bob.call(addMember, { roomId: room.id, userId: alice.id })).rejects.toMatchObject({
    code: 'not_delivered',
  })
  await expect(bob.call(create, { name: 'new', memberIds: [alice.id] })).rejects.toMatchObject({
    code: 'not_delivered',
  })
  await alice.call(join, { roomId: room.id })
  expect((await bob.call(addMember, { roomId: room.id, userId: alice.id })).userId).toBe(alice.id)
})

test('in a group both go on speaking, and what the blocked one says does not count as unread', async () => {
  const { alice, bob } = await somePeople(app)
  const room = await alice.call(rooms.routes.create, { name: 'ours', memberIds: [bob.id] })
  const unread = async () => {
    const { items } = await alice.call(conversations.routes.list, {})
    const { rooms: synced } = await alice.call(conversations.routes.sync, { rooms: { [room.id]: 0 } })
    const listed = items.find(one => one.room.id === room.id)?.unread
    expect(synced[0]?.unread).toBe(listed)
    return listed
  }
  await alice.call(routes.block, { userId: bob.id })
  await alice.call(messages.routes.send, { roomId: room.id, content: said })
  await bob.call(messages.routes.send, { roomId: room.id, content: said })
  expect(await unread()).toBe(0)
  await alice.call(routes.unblock, { userId: bob.id })
  expect(await unread()).toBe(1)
})

test('who blocked me is not found by me, and pages are still full', async () => {
  const { alice, bob } = await somePeople(app)
  const name = `hidden${Date.now()}`
  const crowd = await Promise.all(Array.from({ length: 9 }, () => aPerson(app, name)))
  for (const one of crowd.slice(0, 4)) await one.call(routes.block, { userId: alice.id })
  const found = async (who: typeof alice, limit: number) => {
    const ids: string[] = []
    for (let cursor: string | undefined; ;) {
      const input = { query: name, limit, ...(cursor ? { cursor } : {}) }
      const page = await who.call(profiles.routes.find, input)
      if (page.next) expect(page.items).toHaveLength(limit)
      ids.push(...page.items.map(one => one.id))
      if (page.next === null) return ids
      cursor = page.next
    }
  }
  const visible = new Set(crowd.slice(4).map(one => one.id))
  for (const limit of [2, 3, 100]) {
    const ids = await found(alice, limit)
    expect(ids).toHaveLength(visible.size)
    expect(new Set(ids)).toEqual(visible)
  }
  expect(await found(bob, 100)).toHaveLength(9)
})

test('erasing a person forgets whom they blocked and who blocked them', async () => {
  const { alice, bob } = await somePeople(app)
  await alice.call(routes.block, { userId: bob.id })
  await bob.call(routes.block, { userId: alice.id })
  const { personal } = personalOf
  if (personal === 'none') throw new Error('blocks keeps personal data')
  expect(await personal.export(alice.id)).toMatchObject([{ blockedId: bob.id }])
  await personal.erase(app.kernel.contextFor({}), alice.id)
  expect(await Blocks.countDocuments({ $or: [{ userId: alice.id }, { blockedId: alice.id }] })).toBe(0)
})
