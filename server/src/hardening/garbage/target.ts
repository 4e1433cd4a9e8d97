/** What garbage is thrown at: a server of its own with people and things in it, and somebody who asks all the while. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Session } from '@community-chat/shared/capabilities/accounts/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { callHttp } from '../../testing/person'
import { rawSignedIn } from '../../testing/raw'
import { startWatched, type Watched } from '../wire/running'
import { askMeanwhile } from '../slow/slow'
import type { Known } from './corpus'

/** The server, those who throw, and what is known of each one's things. */
export interface Target {
  server: Watched
  people: { session: Session; known: Known }[]
  /** Whether its process has ended. */
  isGone: () => boolean
  /** Whether nothing more is to be thrown. */
  isOver: () => boolean
  /** Lets nothing more be thrown. */
  stop: () => void
  /** Ends it; what was seen from inside, how long somebody else waited for each answer, and all it wrote. */
  end: () => Promise<Seen>
}

/** Times in milliseconds. */
export interface Seen {
  /** The longest times the event loop stood still, the longest first; 0 where it could not be looked at. */
  longest: number[]
  polluted: string[]
  /** Sorted. */
  waits: number[]
  output: string
}

/**
 * Starts it with so many people, each the owner of a room in which something is said; `inside` is the path of the module
 * that looks at it from within.
 */
export async function startTarget(count: number, inside: string): Promise<Target> {
  const folder = mkdtempSync(join(tmpdir(), 'community-chat-inside-'))
  const seen = join(folder, 'seen.json')
  const server = await startWatched({ NODE_OPTIONS: `--import=${inside}`, SEEN_INSIDE: seen })
  const people: Target['people'] = []
  for (let number = 0; number < count; number++) people.push(await aThrower(server, `thrower-${number}`))
  const { accessToken } = await server.signUp('bystander')
  const bystander = await rawSignedIn(server, accessToken)
  let isOver = false
  let isGone = false
  void server.ended.then(() => (isGone = isOver = true))
  const waits = askMeanwhile(
    // Who waits in vain has waited as long as that took.
    () => bystander.ask({ type: 'watch', userIds: [] }).catch(() => undefined),
    () => isOver,
  )
  waits.catch(() => undefined)
  return {
    server,
    people,
    isGone: () => isGone,
    isOver: () => isOver,
    stop: () => (isOver = true),
    async end() {
      isOver = true
      const all = await waits
      bystander.socket.terminate()
      // Two looks later it has seen everything.
      await new Promise(done => setTimeout(done, 1100))
      const inside = readSeen(seen)
      await server.close()
      rmSync(folder, { recursive: true, force: true })
      return { ...inside, waits: all, output: server.output() }
    },
  }
}

async function aThrower(server: Watched, name: string): Promise<Target['people'][number]> {
  const session = await server.signUp(name)
  const call: typeof callHttp = (app, route, input) => callHttp(app, route, input, session.accessToken)
  const room = await call(server, rooms.routes.create, { name: 'a room' })
  const said = await call(server, messages.routes.send, { roomId: room.id, content: { text: 'something' } })
  const messageId = said.id
  const known = {
    roomId: room.id,
    messageId,
    rootId: messageId,
    replyTo: messageId,
    threadId: messageId,
    userId: session.user.id,
    userIds: [session.user.id],
    memberIds: [],
    roomIds: [room.id],
    messageIds: [messageId],
    communityId: 'welcome',
    username: name,
    password: 'a wrong guess',
    refreshToken: 'x'.repeat(40),
    rooms: { [room.id]: 0 },
    emoji: '👍',
    version: 1,
    cursor: 'a-made-up-cursor',
    clientId: 'client-id-0123456789',
    // Rooms and communities are seldom made: a thousand of them would slow down every list.
    name: null,
    at: new Date(Date.now() + 3_600_000).toISOString(),
  }
  return { session, known }
}

function readSeen(file: string): Pick<Seen, 'longest' | 'polluted'> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Seen
  } catch {
    return { longest: [], polluted: [] }
  }
}
