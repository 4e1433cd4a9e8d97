/** Search over 200,000 messages in 200 rooms, over HTTP and the socket. */
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { search } from '@community-chat/shared/capabilities/search/contract'
import type { Input } from '@community-chat/shared/protocol/contract'
import { aPerson, type TestPerson } from '../src/testing/person'
import { type Measured, measure, object, row, scans } from './running'

const [roomCount, messageCount] = [200, Number(process.env.BENCH_MESSAGES ?? 200_000)]
const mostMilliseconds = 60
const times = 200
const day = 24 * 3600_000

type Asked = Input<typeof search.routes.find>
const pairs = (words: string) => words.split(', ').map(query => ({ query }))
/** What is looked for, and whether it must be answered in time. */
const kinds: Record<string, { asked: Asked[]; promised?: true }> = {
  'two English words': {
    asked: pairs(
      'meeting tomorrow, budget report, the customer, coffee weekend, camping mountain, necessary comfortable, to and, exam homework',
    ),
    promised: true,
  },
  'two Chinese characters': {
    asked: pairs('火锅, 会议, 明天, 的我, 云岚, 机场, 我们, 杭州'),
    promised: true,
  },
  'one Chinese character': { asked: pairs('火, 的, 昌, 州') },
  'inside words': { asked: pairs('amp, eeti, ortabl, rning') },
  'a rare name': { asked: pairs('miravka, torlexzen, 墨瑾, 42420') },
  'a sentence': { asked: pairs('please think about the meeting tomorrow morning, 周末大家一起去吃火锅') },
  'words that never meet': { asked: pairs('gardenkitchen invoicetraffic, 火锅 zzzz, 志愿者 必要') },
}

/** Measures and prints; objects where a read scans or a promise is broken. */
export async function measureSearch(server: Measured): Promise<void> {
  const everywhere = await aPerson(server.app, 'everywhere')
  const somewhere = await aPerson(server.app, 'somewhere')
  const ids: string[] = []
  for (let n = 0; n < roomCount; n++) {
    const memberIds = n % 10 === 0 ? [somewhere.id] : []
    ids.push((await everywhere.call(rooms.routes.create, { name: `room ${n}`, memberIds })).id)
  }
  const empty = server.fileSize()
  await server.ask({
    do: 'fill',
    rooms: ids.map((roomId, n) => ({
      roomId,
      senderIds: [everywhere.id, somewhere.id, 'someone'],
      count: messageCount / roomCount,
      seed: n,
      from: Date.now() - 300 * day + n * 977,
      step: (300 * day) / (messageCount / roomCount),
    })),
  })
  const filled = server.fileSize()
  const begun = performance.now()
  await server.ask({ do: 'sweep' })
  const seconds = (performance.now() - begun) / 1000
  const { count, bytes } = await server.ask<{ count: number; bytes: number }>({
    do: 'size',
    collection: 'findable',
  })
  row('made findable', `${count} messages, ${(count / seconds).toFixed(0)} a second`)
  row(
    'file of the database',
    `messages ${(filled - empty).toFixed(0)} MB, what they are found by ${(server.fileSize() - filled).toFixed(0)} MB (rows ${(bytes / 2 ** 20).toFixed(0)} MB)`,
  )
  row(
    'looked for',
    'in 200 rooms, socket: p50 / p95',
    'HTTP',
    'in 20 rooms',
    'in one room',
    'documents and keys',
  )
  row('---', '---', '---', '---', '---', '---')
  for (const [name, kind] of Object.entries(kinds))
    await one(server, name, kind, everywhere, somewhere, ids[10]!)
  const { all, own } = server.memory()
  row('memory of the server', `${all.toFixed(0)} MB, without the mapped file ${own.toFixed(0)} MB`)
}

async function one(
  server: Measured,
  name: string,
  { asked, promised }: (typeof kinds)[string],
  everywhere: TestPerson,
  somewhere: TestPerson,
  roomId: string,
) {
  const of = (n: number) => asked[n % asked.length]!
  const { find } = search.routes
  const taken = [
    await measure(times, n => everywhere.ask(find, of(n))),
    await measure(times, n => everywhere.call(find, of(n))),
    await measure(times, n => somewhere.ask(find, of(n))),
    await measure(times, n => everywhere.ask(find, { ...of(n), roomId })),
  ]
  const reads = await Promise.all(asked.map((_, n) => n))
  let [documents, keys] = [0, 0]
  for (const n of reads)
    for (const read of await server.explain(() => everywhere.ask(find, of(n)))) {
      documents = Math.max(documents, read.documents)
      keys = Math.max(keys, read.keys)
      if (scans([read]).length > 0)
        object(`${name}: a read of ${read.collection} by ${read.index} scans (${read.stages.join(' ')})`)
    }
  row(
    name,
    ...taken.map(({ p50, p95 }) => `${p50.toFixed(1)} / ${p95.toFixed(1)} ms`),
    `at most ${documents} and ${keys}`,
  )
  for (const { p95 } of taken.slice(0, 2))
    if (promised && p95 > mostMilliseconds)
      object(`${name}: p95 is ${p95.toFixed(0)} ms, over ${mostMilliseconds}`)
}
