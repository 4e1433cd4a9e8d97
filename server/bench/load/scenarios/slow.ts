/** One client that reads 1 kB a second in a room of 200 at 100 messages a second: what the others notice. */
import { openCrowd, openingOf } from '../crowd'
import { openLink } from '../link'
import type { Report } from '../report'
import { separateRooms, type System } from '../system'
import { openTalk } from '../talk'
import { eachOpened, type Extent } from './each'

const people = 200
const perSecond = 100
/** None of them may say more than a socket may, however fast the flood goes. */
const roles = { speakers: 24, listeners: 12 }
/** Fills what lies between the server and the slow one, so that it is the server that has to wait. */
const flood = { underWay: 128, seconds: 2 }

/** Measures both ways in turn, on our server. */
export async function measureSlow(
  system: System,
  { rounds, seconds }: Extent,
  report: Report,
): Promise<void> {
  const world = separateRooms(1, people)
  // The slow one is of the room, but not of the crowd: nobody waits for it.
  const others = { people: people - 1, rooms: [world.rooms[0]!.slice(0, -1)] }
  await eachOpened('slow', [system], world, report, async (_, opened) => {
    const crowd = await openCrowd(opened, others, roles)
    const talk = openTalk(crowd)
    for (let round = 0; round < rounds; round++) {
      await talk.most(flood.underWay, flood.seconds)
      report.note('slow', 'without', { ...(await talk.steady(perSecond, seconds)) })
      const slow = await openLink({ ...openingOf(opened, people - 1), slow: 1024 })
      let closed = 0
      slow.socket.once('close', () => (closed = 1))
      await talk.most(flood.underWay, flood.seconds)
      report.note('slow', 'with', { ...(await talk.steady(perSecond, seconds)) })
      report.note('slow', 'the slow one', { closed })
      slow.cut()
    }
    report.wrong('slow', system.name, await talk.end())
    crowd.leave()
  })
}
