/** A room of 100,000 messages against one of 1,000: what one does in it must cost the same. */
import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { search } from '@community-chat/shared/capabilities/search/contract'
import { aPerson, type TestPerson } from '../src/testing/person'
import { type Measured, measure, object, row, scans, type Taken } from './running'

const sizes = [1_000, Number(process.env.BENCH_ROOM ?? 100_000)]
const times = 300
const begin = Date.UTC(2024, 0, 1)
const step = 60_000
/** The longer room may take this much longer, and a millisecond on top: a tree of keys is a level deeper. */
const mostGrowth = 2

interface Place {
  person: TestPerson
  roomId: string
  size: number
}

/** Measures and prints; objects where a read scans or the long room is slower. */
export async function measureRooms(server: Measured): Promise<void> {
  const places: Place[] = []
  for (const size of sizes) {
    const person = await aPerson(server.app, `reader-${size}`)
    const other = await aPerson(server.app, `writer-${size}`)
    const { id } = await other.call(rooms.routes.create, { name: `${size}`, memberIds: [person.id] })
    await server.ask({
      do: 'fill',
      rooms: [{ roomId: id, senderIds: [other.id], count: size, seed: size, from: begin, step }],
    })
    places.push({ person, roomId: id, size })
  }
  await server.ask({ do: 'sweep' })
  // The server's own memory of the counters is older than what was filled in.
  await new Promise(resolve => setTimeout(resolve, 6000))
  row('in a room of', ...sizes.map(size => `${size}: p50 / p95, documents and keys looked at`))
  row('---', ...sizes.map(() => '---'))
  for (const [name, act] of Object.entries(acts)) await compare(server, places, name, act)
}

const spread = ({ size }: Place, n: number) => 100 + ((n * 7919) % (size - 200))
const acts: Record<string, (place: Place, n: number) => Promise<unknown>> = {
  'open it: the newest 50': ({ person, roomId }) => person.ask(messages.routes.history, { roomId }),
  'a page above what is loaded': (place, n) =>
    place.person.ask(messages.routes.history, { roomId: place.roomId, before: spread(place, n) }),
  'a page around a message': (place, n) =>
    place.person.ask(messages.routes.history, { roomId: place.roomId, around: spread(place, n) }),
  'jump to a date': (place, n) => {
    const time = new Date(begin + spread(place, n) * step).toISOString()
    return place.person.ask(search.routes.seqAt, { roomId: place.roomId, time })
  },
  'come back after 20 messages': ({ person, roomId, size }) =>
    person.ask(conversations.routes.sync, { rooms: { [roomId]: size - 17 } }),
  'the list of rooms, with what is unread': ({ person }) => person.ask(conversations.routes.list, {}),
}

async function compare(server: Measured, places: Place[], name: string, act: (typeof acts)[string]) {
  const all: Taken[] = []
  const cells: string[] = []
  for (const place of places) {
    const taken = await measure(times, n => act(place, n))
    const reads = await server.explain(() => act(place, 7))
    const sum = (what: 'documents' | 'keys') => reads.reduce((total, read) => total + read[what], 0)
    for (const { collection, index, stages } of scans(reads))
      object(`${name}: a read of ${collection} by ${index} scans (${stages.join(' ')})`)
    all.push(taken)
    cells.push(`${taken.p50.toFixed(1)} / ${taken.p95.toFixed(1)} ms, ${sum('documents')} and ${sum('keys')}`)
  }
  row(name, ...cells)
  const [short, long] = all as [Taken, Taken]
  if (long.p50 > mostGrowth * short.p50 + 1)
    object(`${name}: ${long.p50} ms in the long room, ${short.p50} in the short`)
}
