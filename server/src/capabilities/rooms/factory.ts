/** Rooms for tests. */
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import type { Input } from '@community-chat/shared/protocol/contract'
import type { TestApp } from '../../testing/app'
import { somePeople } from '../../testing/person'

/** Alice owns a room that bob is in; a stranger is not. Private, unless said otherwise. */
export async function aRoom(app: TestApp, fields: Partial<Input<typeof rooms.routes.create>> = {}) {
  const { alice, bob, stranger } = await somePeople(app)
  const room = await alice.call(rooms.routes.create, { name: 'room', memberIds: [bob.id], ...fields })
  return { alice, bob, stranger, room }
}
