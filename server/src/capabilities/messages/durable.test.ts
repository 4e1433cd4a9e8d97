/** What the store is asked for: that what is acked is on a majority and in the journal, and that no read is of less. */
import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { reactions } from '@community-chat/shared/capabilities/reactions/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { CommandStartedEvent } from 'mongodb'
import mongoose from 'mongoose'
import { openTestApp, type TestApp } from '../../testing/app'
import { aMessage } from './factory'

const { routes } = messages
let app: TestApp
const commands: CommandStartedEvent[] = []
beforeAll(async () => {
  app = await openTestApp()
  mongoose.connection.getClient().on('commandStarted', command => void commands.push(command))
})
afterAll(() => app.close())

/** The commands about messages that some work gives rise to, by name. */
async function asked(work: () => Promise<unknown>, ...names: string[]): Promise<Record<string, any>[]> {
  commands.length = 0
  await work()
  return commands
    .filter(({ commandName, command }) => names.includes(commandName) && command[commandName] === 'messages')
    .map(({ command }) => command)
}
const durable = { w: 'majority', j: true }

test('every write of a message is on a majority and journaled before it is acked', async () => {
  const { alice, bob, room, message } = await aMessage(app)
  const messageId = message.id
  const acts: (() => Promise<unknown>)[] = [
    () => alice.ask(routes.send, { roomId: room.id, content: { text: 'said' } }),
    () => alice.call(routes.edit, { messageId, content: { text: 'changed' } }),
    () => bob.call(reactions.routes.add, { messageId, emoji: '👍' }),
    () => alice.call(routes.recall, { messageId }),
  ]
  for (const act of acts) {
    const writes = await asked(act, 'insert', 'findAndModify', 'update')
    expect(writes.length).toBeGreaterThan(0)
    for (const write of writes) expect(write.writeConcern).toEqual(durable)
  }
})

test('history and sync read what is on a majority', async () => {
  const { alice, bob, room } = await aMessage(app)
  await alice.call(routes.send, { roomId: room.id, content: { text: 'said' } })
  const reads: (() => Promise<unknown>)[] = [
    () => bob.call(routes.history, { roomId: room.id }),
    () => bob.call(conversations.routes.sync, { rooms: { [room.id]: 1 } }),
  ]
  for (const read of reads) {
    // Pages and the room's value; what counts beside them (unread, quotes) takes a few fields or looks elsewhere.
    const isPage = ({ aggregate, filter, projection = {} }: Record<string, any>) =>
      aggregate || (typeof filter.roomId === 'string' && (projection.rev || !projection.seq))
    const pages = (await asked(read, 'find', 'aggregate')).filter(isPage)
    expect(pages.length).toBeGreaterThan(0)
    for (const { filter, pipeline, readConcern } of pages)
      expect({ filter, pipeline, readConcern }).toEqual({
        filter,
        pipeline,
        readConcern: { level: 'majority' },
      })
  }
})
