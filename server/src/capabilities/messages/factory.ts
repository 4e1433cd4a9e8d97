/** Messages for tests. */
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { marks } from '@community-chat/shared/capabilities/messages/marks'
import { ownUpdated } from '@community-chat/shared/protocol/own'
import type { TestApp } from '../../testing/app'
import { somePeople, type TestPerson } from '../../testing/person'

/** Alice and bob in a private room, a stranger outside it, and one message of alice's. */
export async function aMessage(app: TestApp, text = 'hello') {
  const { alice, bob, stranger } = await somePeople(app)
  const room = await alice.call(rooms.routes.create, { name: 'room', memberIds: [bob.id] })
  const message = await alice.call(messages.routes.send, { roomId: room.id, content: { text } })
  return { alice, bob, stranger, room, message }
}

/** What a device of someone's is next told that they did with a message. */
export async function nextMark(device: TestPerson) {
  const { rows } = await device.next(ownUpdated, ({ name }) => name === marks.name)
  const { id: messageId, data } = rows[0]!
  return { messageId, ...(data as { roomId: string; mine: Record<string, unknown> }) }
}

/** True where a frame tells what someone did with a message. */
export const isMark = ({ type, data }: TestPerson['frames'][number]): boolean =>
  type === ownUpdated.type && data.name === marks.name
