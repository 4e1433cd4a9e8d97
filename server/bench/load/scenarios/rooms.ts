/** S2 and S3: a large room, and many rooms; as fast as it goes and at a rate. */
import { setTimeout as pause } from 'node:timers/promises'
import { openCrowd } from '../crowd'
import type { Report } from '../report'
import { eachOpened, type Extent } from './each'
import { type Opened, separateRooms, type System, type World } from '../system'
import { type Measured, openTalk, type Talk } from '../talk'

type Load = (talk: Talk, seconds: number) => Promise<Measured>
interface Plan {
  world: World
  speakers: number
  listeners: number
  loads: Record<string, Load>
}

/** One room of 1,000: saturated, 20 and 80 messages a second. */
const large = (isQuick: boolean): Plan => ({
  world: separateRooms(1, isQuick ? 300 : 1000),
  speakers: 16,
  listeners: 8,
  loads: {
    S2max: (talk, seconds) => talk.most(128, seconds),
    S2lat: (talk, seconds) => talk.steady(20, seconds),
    S2hot: (talk, seconds) => talk.steady(80, seconds),
  },
})

/** 100 rooms of 100: saturated, and 20,000 deliveries a second. */
const many = (isQuick: boolean): Plan => ({
  world: separateRooms(isQuick ? 20 : 100, isQuick ? 50 : 100),
  speakers: 2,
  listeners: 1,
  loads: {
    S3max: (talk, seconds) => talk.most(10, seconds),
    S3lat: (talk, seconds) => talk.steady(200, seconds),
  },
})

/** Measures S2 or S3 of each system. */
export async function measureRooms(
  which: 'S2' | 'S3',
  systems: System[],
  { rounds, seconds, isQuick }: Extent,
  report: Report,
): Promise<void> {
  const plan = which === 'S2' ? large(isQuick) : many(isQuick)
  await eachOpened(which, systems, plan.world, report, async (system, opened) => {
    const crowd = await openCrowd(opened, plan.world, plan)
    await pause(lookedAround)
    await settle(opened.cpu)
    const talk = openTalk(crowd)
    for (let round = 0; round < rounds; round++)
      for (const [name, load] of Object.entries(plan.loads))
        await run(name, system.name, opened, report, () => load(talk, seconds))
    report.wrong(which, system.name, await talk.end())
    crowd.leave()
  })
}

/**
 * Milliseconds within which each of several nodes has looked how far the rooms are that it hears from now on, and has
 * said so with a `skip` (PROTOCOL.md 7): what is said before that devices fetch, and nobody here does. They look at all
 * of it every two to three seconds.
 */
const lookedAround = 5_000
const calm = 0.05
const looksEvery = 500
const longestCalming = 60

/** What was put off while there was much to do is done before the next load: resolves with its processor seconds. */
async function settle(cpu: Opened['cpu']): Promise<number> {
  const used = () => cpu().server + cpu().database
  const begun = used()
  for (let looks = 0; looks < (longestCalming * 1000) / looksEvery; looks++) {
    const before = used()
    await pause(looksEvery)
    if (used() - before < (calm * looksEvery) / 1000) break
  }
  return used() - begun
}

/** Runs one load and notes what it showed; of a profiled server also where its time went. */
export async function run(
  scenario: string,
  system: string,
  { profile, cpu }: Opened,
  report: Report,
  load: () => Promise<Measured>,
): Promise<void> {
  const measure = async () => {
    const measured = await load()
    report.note(scenario, system, { ...measured, later: await settle(cpu) })
  }
  if (profile) report.profile(scenario, await profile(measure))
  else await measure()
}
