/** S1: 10,000 connections that only live: what each costs in memory, and all of them in time. */
import { setTimeout as pause } from 'node:timers/promises'
import { openCrowd } from '../crowd'
import type { Report } from '../report'
import { type Opened, separateRooms, type System } from '../system'
import { eachOpened, type Extent } from './each'

const sizeOfRooms = 100
/** Longer than two heartbeats. */
const idleFor = 60

/** Measures idle connections of each system; the idle time only of the first, which is ours. */
export async function measureIdle(systems: System[], { isQuick }: Extent, report: Report): Promise<void> {
  const count = isQuick ? 1000 : 10_000
  const world = separateRooms(count / sizeOfRooms, sizeOfRooms)
  await eachOpened('S1', systems, world, report, async (system, opened) => {
    const empty = await opened.memory()
    const begun = performance.now()
    const crowd = await openCrowd(opened, world, { speakers: 0, listeners: 0 })
    const opening = (performance.now() - begun) / 1000
    await pause(2000)
    const full = await opened.memory()
    const values = { kBEach: ((full - empty) * 1024) / count, empty, full, opening }
    const isWatched = system === systems[0]
    const idlePercent = isWatched ? await idleOf(opened, isQuick ? 10 : idleFor, report) : Number.NaN
    report.note('S1', system.name, { ...values, idlePercent })
    crowd.leave()
  })
}

/** Percent of a core that the server uses while nobody says anything; of a profiled one also what for. */
async function idleOf(opened: Opened, seconds: number, report: Report): Promise<number> {
  const before = opened.cpu().server
  const idle = () => pause(seconds * 1000)
  if (opened.profile) report.profile('S1', await opened.profile(idle))
  else await idle()
  return ((opened.cpu().server - before) * 100) / seconds
}
