/** Mentions for tests. */
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import type { Mention } from '@community-chat/shared/capabilities/messages/content'
import type { TestPerson } from '../../testing/person'

/** A text that calls these people, everyone by null, each as `@x` at its beginning. */
export function calling(userIds: (string | null)[], text = 'hello') {
  const mentions: Mention[] = userIds.map((userId, i) => ({ userId, at: i * 3, length: 2 }))
  return { type: 'text' as const, text: `${userIds.map(() => '@x ').join('')}${text}`, mentions }
}

/** Someone calls people in a room. */
export const call = (person: TestPerson, roomId: string, ...userIds: (string | null)[]) =>
  person.call(messages.routes.send, { roomId, content: calling(userIds) })
