/** What a device asks the server for by itself: what it missed, which rooms there are, and how far it has read. */
import { conversations, type Conversation } from '../capabilities/conversations/contract'
import type { Message } from '../capabilities/messages/contract'
import type { Person } from '../capabilities/profiles/person'
import type { Client } from './client'
import { Fault } from './faults'
import * as replicas from './replica'
import type { Replica } from './replica'
import type { Moment } from './room-changes'
import { createTask } from './task'
import type { Clock } from './transport'

export interface CatchUpParts {
  client: Client
  clock: Clock & { random(): number }
  get(): Replica
  /** Takes over a new state, and the messages that came with it. */
  learn(next: Replica, arrived?: readonly Message[]): void
  moment(): Moment
  people(people: Person[]): void
  /** Something ended: look again at what is due. */
  done(): void
}

/** The smallest time between two tellings of read positions, in milliseconds. */
const readEvery = 300

/** The three tasks of catching up; each runs alone, until it succeeds. */
export function createCatchUp(parts: CatchUpParts) {
  const { clock, get } = parts
  const sync = createTask(clock, () => runSync(parts), parts.done)
  const list = createTask(clock, () => runList(parts), parts.done)
  const reading = createTask(clock, () => runRead(parts), parts.done, readEvery)
  const tasks = [sync, list, reading]

  return {
    /** Begins what is due. */
    work: (now: number) => {
      if (replicas.nextSync(get(), now)) sync.begin(now)
      if (replicas.mustList(get(), now)) list.begin(now)
      if (unsentReading(get())) reading.begin(now)
    },
    /** When something may next begin. */
    dueAt: (now: number): (number | null)[] => [
      replicas.dueAt(get()),
      ...tasks.map(task => task.pausedUntil(now)),
    ],
    /** The connection is new: nothing waits any longer. */
    reset: () => tasks.forEach(task => task.reset()),
  }
}

async function runSync({ client, clock, get, learn, moment, people }: CatchUpParts): Promise<void> {
  const ask = replicas.nextSync(get(), clock.now())
  if (!ask) return
  const { rooms, since } = ask
  try {
    const changes = await client.call(conversations.routes.sync, {
      rooms,
      ...(since === undefined ? {} : { since }),
    })
    if (changes.people.length > 0) people(changes.people)
    const arrived = changes.rooms.flatMap(room => room.messages)
    learn(replicas.synced(get(), ask, changes, moment()), arrived)
  } catch (error) {
    // A mark that the server cannot read, of another version of itself: begin anew.
    if (since !== undefined && error instanceof Fault && error.status === 400)
      learn({ ...get(), since: null })
    throw error
  }
}

async function runList({ client, clock, get, learn, moment }: CatchUpParts): Promise<void> {
  const startedAt = clock.now()
  const ids = new Set<string>()
  let cursor: string | null = null
  do {
    const askedAt = clock.now()
    const input: { limit: number; cursor?: string } =
      cursor === null ? { limit: 100 } : { limit: 100, cursor }
    const page: { items: Conversation[]; next: string | null } = await client.call(
      conversations.routes.list,
      input,
    )
    for (const { room } of page.items) ids.add(room.id)
    learn(page.items.reduce((all, one) => replicas.listed(all, one, askedAt, moment()), get()))
    cursor = page.next
  } while (cursor !== null)
  learn(replicas.listedAll(get(), ids, startedAt))
}

const unsentReading = (replica: Replica) =>
  Object.values(replica.rooms).find(room => room.readSeq > room.readAcked)

async function runRead({ client, get, learn, moment }: CatchUpParts): Promise<void> {
  const room = unsentReading(get())
  if (!room) return
  const { readSeq } = room
  const roomId = room.room.id
  try {
    const state = await client.call(conversations.routes.markRead, { roomId, seq: readSeq })
    // The server answers with its own place, which may be behind what was asked: asking again would not move it.
    learn(replicas.readAcked(get(), { ...state, readSeq: Math.max(state.readSeq, readSeq) }, moment()))
  } catch (error) {
    if (!(error instanceof Fault) || (error.status !== 403 && error.status !== 404)) throw error
    learn(replicas.readAcked(get(), { roomId, readSeq, unread: 0, mention: false }, moment()))
  }
}
