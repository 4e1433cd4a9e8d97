/** S1: 10,000 connections that only live: what each costs in memory, and all of them in time. */
import { setTimeout as pause } from 'node:timers/promises'
import { openCrowd } from '../crowd'
import type { Report } from '../report'
import { separateRooms, type System } from '../system'
import type { Extent } from './rooms'

const sizeOfRooms = 100
/** Longer than two heartbeats. */
const idleFor = 60

/** Measures idle connections of each system; the idle time only of the first, which is ours. */
export async function measureIdle(systems: System[], { isQuick }: Extent, report: Report): Promise<void> {
  const count = isQuick ? 1000 : 10_000
  const world = separateRooms(count / sizeOfRooms, sizeOfRooms)
  for (const system of systems) {
    const opened = await system.open(world)
    if (!opened) {
      report.absent(system.name, 'S1')
      continue
    }
    try {
      const empty = await opened.memory()
      const begun = performance.now()
      const crowd = await openCrowd(opened, world, { speakers: 0, listeners: 0 })
      const opening = (performance.now() - begun) / 1000
      await pause(2000)
      const full = await opened.memory()
      const isWatched = system === systems[0]
      const seconds = isWatched ? (isQuick ? 10 : idleFor) : 0
      const before = opened.cpu().server
      await pause(seconds * 1000)
      const busy = ((opened.cpu().server - before) * 100) / seconds
      const values = { kBEach: ((full - empty) * 1024) / count, empty, full, opening }
      report.note('S1', system.name, isWatched ? { ...values, idlePercent: busy } : values)
      crowd.leave()
    } finally {
      await opened.stop()
    }
  }
}
