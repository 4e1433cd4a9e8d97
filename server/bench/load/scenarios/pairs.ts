/** S4: 200 pairs, each sending its next message only after the durable answer; beside it what the database can do alone. */
import { Messages } from '../../../src/capabilities/messages/model'
import { syncModels } from '../../../src/kernel/store/mongo'
import mongoose from 'mongoose'
import { newId } from '../../../src/kernel/id'
import { textOf } from '../check'
import { eachAtOnce, openCrowd } from '../crowd'
import { personId, roomId } from '../seed'
import type { Report } from '../report'
import { percentile } from '../statistics'
import { separateRooms, type System } from '../system'
import { openDatabase } from '../systems/ours'
import { openTalk } from '../talk'
import { eachOpened, type Extent } from './each'
import { run } from './rooms'

const pairs = 200
/** How the messages under way are shared among inserts: documents in each, and inserts at once. */
const shapes = [
  [1, pairs],
  [25, 8],
  [100, 2],
  [200, 1],
] as const

/** Measures the pairs on each system, and the database by itself. */
export async function measurePairs(systems: System[], extent: Extent, report: Report): Promise<void> {
  const world = separateRooms(pairs, 2)
  await eachOpened('S4', systems, world, report, async (system, opened) => {
    const crowd = await openCrowd(opened, world, { speakers: 1, listeners: 1 })
    const talk = openTalk(crowd)
    for (let round = 0; round < extent.rounds; round++)
      await run('S4', system.name, opened, report, () => talk.most(1, extent.seconds))
    report.wrong('S4', system.name, await talk.end())
    crowd.leave()
  })
}

/** Measures what the database keeps by itself: the same documents and indexes, in batches and one by one. */
export async function measureDatabase({ rounds, seconds }: Extent, report: Report): Promise<void> {
  const database = await openDatabase()
  await mongoose.connect(database.uri, { dbName: 'chat', autoIndex: false, maxPoolSize: pairs })
  await syncModels([Messages])
  for (let round = 0; round < rounds; round++) {
    for (const [size, atOnce] of shapes) {
      const times: number[] = []
      const end = performance.now() + seconds * 1000
      await eachAtOnce(
        Array.from({ length: atOnce }, (_, one) => one),
        atOnce,
        async one => {
          while (performance.now() < end) {
            const docs = Array.from({ length: size }, (_, i) => nextIn(one * size + i))
            const begun = performance.now()
            await Messages.collection.insertMany(docs as never, { writeConcern: { w: 'majority', j: true } })
            times.push(performance.now() - begun)
          }
        },
      )
      report.note('S4', size === 1 ? 'database, one by one' : `database, ${atOnce} × ${size}`, {
        answers: (times.length * size) / seconds,
        answered50: percentile(times, 0.5),
        answered99: percentile(times, 0.99),
      })
    }
  }
  await mongoose.disconnect()
  await database.stop()
}

const heads = new Map<number, number>()

/** The next message of a room, as the server would have written it. */
function nextIn(room: number) {
  const seq = (heads.get(room) ?? 0) + 1
  heads.set(room, seq)
  const text = textOf({ sender: room, n: seq, time: performance.now() })
  return {
    _id: newId(),
    ...{ roomId: roomId(room), senderId: personId(room), seq, rev: seq, revs: [seq], type: 'text' },
    ...{ content: { type: 'text', text }, facets: {}, aside: false, countable: true },
    ...{ clientId: newId(), createdAt: new Date() },
  }
}
