import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import { hidden, hiding, isHidden } from '@community-chat/shared/capabilities/hiding/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { ownUpdated } from '@community-chat/shared/protocol/own'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { connect, type TestPerson } from '../../testing/person'
import { aMessage } from '../messages/factory'
import { Hidden } from './model'
import * as service from './service'

const { routes } = hiding
let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

const seenBy = (person: TestPerson, messageId: string) => person.call(messages.routes.get, { messageId })
const roomOf = async (person: TestPerson, roomId: string) =>
  (await person.call(conversations.routes.list, {})).items.find(one => one.room.id === roomId)!

test('what I hide is hidden for me, on pages and by sync, and for nobody else', async () => {
  const { alice, bob, room, message } = await aMessage(app)
  const row = await bob.ask(routes.hide, { messageId: message.id })
  expect(row).toMatchObject({ id: message.id, gone: false, data: { roomId: room.id } })
  const seen = await seenBy(bob, message.id)
  expect(seen.mine).toEqual({ hidden: true })
  expect(isHidden(seen, {})).toBe(true)
  const { items } = await bob.call(messages.routes.history, { roomId: room.id })
  expect(items.find(one => one.id === message.id)?.mine).toEqual({ hidden: true })
  const { rooms: changed, own } = await bob.call(conversations.routes.sync, { rooms: { [room.id]: 0 } })
  expect(changed[0]!.messages.find(one => one.id === message.id)?.mine).toEqual({ hidden: true })
  expect(own[hidden.name]!.rows.map(one => one.id)).toContain(message.id)
  expect((await seenBy(alice, message.id)).mine).toBeUndefined()
})

test('my other device hears of it at once, and of it being shown again; repeating changes nothing seen', async () => {
  const { bob, message } = await aMessage(app)
  const device = await connect(app, bob.session)
  const heard = device.next(ownUpdated)
  await bob.call(routes.hide, { messageId: message.id })
  expect(await heard).toMatchObject({ name: hidden.name, rows: [{ id: message.id, gone: false }] })
  await bob.call(routes.hide, { messageId: message.id })
  const shown = device.next(ownUpdated, ({ rows }) => rows[0]!.gone)
  const row = await bob.call(routes.show, { messageId: message.id })
  expect((await shown).rows).toEqual([row])
  const seen = await seenBy(bob, message.id)
  expect(isHidden(seen, {})).toBe(false)
  // A device that kept `mine` from before believes the later row.
  expect(
    isHidden({ ...seen, mine: { hidden: true } }, { [hidden.name]: { [message.id]: { ...row, at: 0 } } }),
  ).toBe(false)
})

test('what I hide is neither unread nor the last message of its room for me', async () => {
  const { alice, bob, room, message } = await aMessage(app, 'kept')
  const said = { roomId: room.id, content: { text: 'hidden' } }
  const second = await alice.call(messages.routes.send, said)
  expect(await roomOf(bob, room.id)).toMatchObject({ unread: 2, lastMessage: { id: second.id } })
  await bob.call(routes.hide, { messageId: second.id })
  expect(await roomOf(bob, room.id)).toMatchObject({ unread: 1, lastMessage: { id: message.id } })
  const read = { roomId: room.id, seq: 0 }
  expect(await bob.call(conversations.routes.markRead, read)).toMatchObject({ unread: 1 })
  expect((await roomOf(alice, room.id)).lastMessage?.id).toBe(second.id)
  await bob.call(routes.show, { messageId: second.id })
  expect(await roomOf(bob, room.id)).toMatchObject({ unread: 2, lastMessage: { id: second.id } })
})

test('what is hidden stays so when it is deleted for everyone', async () => {
  const { alice, bob, message } = await aMessage(app)
  await bob.call(routes.hide, { messageId: message.id })
  await alice.call(messages.routes.remove, { messageId: message.id })
  expect((await seenBy(bob, message.id)).mine).toEqual({ hidden: true })
})

test('a stranger hides nothing, and learns nothing', async () => {
  const { stranger, message } = await aMessage(app)
  for (const route of [routes.hide, routes.show])
    await expect(stranger.call(route, { messageId: message.id })).rejects.toMatchObject({ code: 'not_found' })
  expect(await Hidden.countDocuments({ userId: stranger.id })).toBe(0)
})

test('who is erased leaves nothing hidden', async () => {
  const { bob, message } = await aMessage(app)
  await bob.call(routes.hide, { messageId: message.id })
  expect(await service.personal.export(bob.id)).toMatchObject([{ roomId: message.roomId }])
  await service.personal.erase(app.kernel.contextFor({}), bob.id)
  expect(await service.personal.export(bob.id)).toEqual([])
})
