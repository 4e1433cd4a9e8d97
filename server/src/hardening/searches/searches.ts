/** Searches made to be dear: words that are in everything, that repeat, that nearly fit, and that no index cuts down. */
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { longestQuery } from '@community-chat/shared/capabilities/search/contract'
import type { Session } from '@community-chat/shared/capabilities/accounts/contract'
import { callHttp } from '../../testing/person'
import { rawHttp } from '../../testing/raw'
import type { Watched } from '../wire/running'

const long = (part: string) => part.repeat(Math.floor(longestQuery / part.length))

/** One query each; all of them are as long as may be, or as common. */
export const dearQueries: readonly string[] = [
  long('a'),
  long('a '),
  long('ab'),
  `${'a'.repeat(longestQuery - 1)}!`,
  long('好'),
  long('好 '),
  long('你好'),
  long('(a+)+'),
  long('.*'),
  long('\\'),
  long('é'),
  long('e\u0301'),
  long('👩‍👩‍👧‍👦'),
  long('ﷺ'),
  long('İ'),
  long('\u202e'),
  long('0'),
  long('a b c d e f g h i j k l m n o p q r s t u v w x y z '),
  'a',
  'e',
  '的',
  '^(([a-z])+.)+[A-Z]([a-z])+$',
]

/** Says so many long messages in which every dear query nearly fits. */
export async function fillWith(server: Watched, session: Session, count: number): Promise<void> {
  const call: typeof callHttp = (app, route, input) => callHttp(app, route, input, session.accessToken)
  const room = await call(server, rooms.routes.create, { name: 'a room' })
  for (let done = 0; done < count; done++) {
    const query = dearQueries[done % dearQueries.length]!
    const text = `said ${`${query} `.repeat(20)}`
    await call(server, messages.routes.send, { roomId: room.id, content: { text } })
  }
}

/** Asks each query several times, some at once; answers how often each status came. */
export async function searchFor(
  server: Watched,
  { accessToken: token }: Session,
  times: number,
): Promise<Record<string, number>> {
  const statuses: Record<string, number> = {}
  const left = Array.from({ length: times }, () => dearQueries).flat()
  const asker = async () => {
    for (let query = left.pop(); query !== undefined; query = left.pop()) {
      const path = `/api/search/messages?query=${encodeURIComponent(query)}`
      const { status } = await rawHttp(server, path, { token })
      statuses[status] = (statuses[status] ?? 0) + 1
    }
  }
  await Promise.all(Array.from({ length: 4 }, asker))
  return statuses
}
