/** S5: everybody is cut and comes back at once; with us each is named, and catches up with what was said meanwhile. */
import { setTimeout as pause } from 'node:timers/promises'
import { textOf } from '../check'
import { eachAtOnce, openCrowd, openingOf } from '../crowd'
import { type Link, openLink } from '../link'
import type { Report } from '../report'
import { percentile } from '../statistics'
import { type Opened, separateRooms, type System } from '../system'
import { eachOpened, type Extent } from './each'

const sizeOfRooms = 101
const said = 5

/** Measures the return of all but one of each room, who says something while the others are away. */
export async function measureStorm(
  systems: System[],
  { rounds, isQuick }: Extent,
  report: Report,
): Promise<void> {
  const rooms = isQuick ? 10 : 50
  const world = separateRooms(rooms, sizeOfRooms)
  const returning = world.rooms.flatMap((members, room) => members.slice(1).map(person => ({ person, room })))
  await eachOpened('S5', systems, world, report, async (system, opened) => {
    const crowd = await openCrowd(opened, world, { speakers: 0, listeners: 0 })
    const links = new Map(returning.map(({ person }) => [person, crowd.links[person]!]))
    const stays = world.rooms.map(members => crowd.links[members[0]!]!)
    for (let round = 0; round < rounds; round++) {
      for (const link of links.values()) link.cut()
      await pause(500)
      if (opened.wire.resume) await eachAtOnce(stays, rooms, link => speak(opened, link, stays, round))
      const back = () => comeBack(system.name, opened, returning, links, round, report)
      if (opened.profile) report.profile('S5', await opened.profile(back))
      else await back()
      await pause(2000)
    }
    for (const link of links.values()) link.cut()
    crowd.leave()
  })
}

/** Whoever stayed says what the others miss. */
async function speak({ wire }: Opened, link: Link, all: Link[], round: number): Promise<void> {
  const room = all.indexOf(link)
  const sender = room * sizeOfRooms
  let answers = 0
  link.reader.hear = payload => {
    if (wire.read(payload)?.is === 'answer') answers++
  }
  for (let i = 0; i < said; i++) {
    const n = round * said + i
    link.say(wire.say(room, sender, n, textOf({ sender, n, time: performance.now() })))
  }
  const end = Date.now() + 10_000
  while (answers < said && Date.now() < end) await pause(5)
}

async function comeBack(
  system: string,
  opened: Opened,
  people: { person: number; room: number }[],
  links: Map<number, Link>,
  round: number,
  report: Report,
): Promise<void> {
  const before = opened.cpu()
  const begun = performance.now()
  const times: number[] = []
  const failures: string[] = []
  await eachAtOnce(people, people.length, async ({ person, room }) => {
    try {
      links.set(person, await openLink(returningOf(opened, person, room, round)))
      times.push(performance.now() - begun)
    } catch (error) {
      failures.push(`${(error as Error).message}, after ${Math.round(performance.now() - begun)} ms`)
    }
  })
  const after = opened.cpu()
  report.note('S5', system, {
    seconds: Math.max(...times) / 1000,
    half: percentile(times, 0.5) / 1000,
    cpu: after.server - before.server,
    cpuBoth: after.server - before.server + after.database - before.database,
    failures: failures.length,
  })
  if (failures.length > 0) report.remark(`S5 ${system}: ${failures.length} failed, first: ${failures[0]}`)
}

/** The opening of someone who was here: with us it ends when they have what they missed. */
function returningOf(opened: Opened, person: number, room: number, round: number) {
  const opening = openingOf(opened, person)
  const { resume } = opened.wire
  if (!resume) return opening
  let isNamed = false
  const open = (payload: Buffer, say: (bytes: Buffer) => void) => {
    if (!isNamed) {
      isNamed = opening.open(payload, say)
      if (isNamed) say(resume.ask(room, round * said))
      return false
    }
    const caught = resume.count(payload)
    if (caught !== null && caught < said)
      throw new Error(`caught up with ${caught} of ${said}: ${payload.toString('latin1', 0, 200)}`)
    return caught !== null
  }
  return { ...opening, open }
}
