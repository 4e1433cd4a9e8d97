/** Pushes of other nodes that do not come. */
import { type Message, messages } from '@community-chat/shared/capabilities/messages/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import type { TestPerson } from '../../testing/person'
import { aMessage } from './factory'
import { Messages } from './model'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

/** Another node wrote so many, and nothing that it said of them came here. */
async function writtenElsewhere(roomId: string, count: number): Promise<void> {
  const last = await Messages.findOne({ roomId }).sort({ rev: -1 }).lean()
  const rows = Array.from({ length: count }, (_, i) => {
    const value = last!.rev + 1 + i
    const id = `elsewhere-${roomId}-${value}`
    return { ...last!, _id: id, clientId: id, seq: value, rev: value, revs: [value] }
  })
  await Messages.insertMany(rows)
}

/** What a device was told of a room beyond a message of it. */
const toldAfter = (message: Message, device: TestPerson) =>
  device.frames.filter(
    ({ roomId, rev, data }) => roomId === message.roomId && (rev ?? data.message?.rev) > message.rev,
  )

test('a push that does not come is read from the store: devices hear it before what follows it', async () => {
  const { alice, bob, room, message } = await aMessage(app)
  const clientId = 'later-0123456789'
  await writtenElsewhere(room.id, 3)
  const heard = bob.next(messages.pushes.created, one => one.message.clientId === clientId)
  const sent = await alice.ask(messages.routes.send, {
    roomId: room.id,
    content: { text: 'later' },
    clientId,
  })
  expect(sent.rev).toBe(message.rev + 4)
  await heard
  const places = toldAfter(message, bob).map(({ data }) => [data.prev, data.message.rev])
  expect(places).toEqual([1, 2, 3, 4].map(n => [message.rev + n - 1, message.rev + n]))
})

test('where that is much, devices are told how far the room is, and sync', async () => {
  const { alice, bob, room, message } = await aMessage(app)
  await writtenElsewhere(room.id, 250)
  const told = bob.next({ type: 'skip' } as never)
  const { rev } = await alice.ask(messages.routes.send, { roomId: room.id, content: { text: 'later' } })
  await told
  expect(toldAfter(message, bob)).toEqual([{ type: 'skip', roomId: room.id, rev, prev: rev }])
})
