/** Messages for tests. */
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import type { TestApp } from '../../testing/app'
import { somePeople } from '../../testing/person'

/** Alice and bob in a private room, a stranger outside it, and one message of alice's. */
export async function aMessage(app: TestApp, text = 'hello') {
  const { alice, bob, stranger } = await somePeople(app)
  const room = await alice.call(rooms.routes.create, { name: 'room', memberIds: [bob.id] })
  const message = await alice.call(messages.routes.send, { roomId: room.id, content: { text } })
  return { alice, bob, stranger, room, message }
}
