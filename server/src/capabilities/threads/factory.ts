/** Threads for tests. */
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import type { TestApp } from '../../testing/app'
import type { TestPerson } from '../../testing/person'
import { aMessage } from '../messages/factory'

/** Says something in a thread. */
export const reply = (
  person: TestPerson,
  { roomId, id }: { roomId: string; id: string },
  text = 'a reply',
  more: { alsoToRoom?: boolean; replyTo?: string; clientId?: string } = {},
) => person.call(messages.routes.send, { roomId, threadId: id, content: { text }, ...more })

/** A message of alice's, and one reply of bob's in its thread. */
export async function aThread(app: TestApp) {
  const { message: root, ...rest } = await aMessage(app, 'the root')
  const first = await reply(rest.bob, root, 'the first reply')
  return { ...rest, root, first }
}
