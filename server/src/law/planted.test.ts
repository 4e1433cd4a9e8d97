/** The law itself is tested: each of four planted bugs turns it red, and without them it is green. */
import { expect, test } from '@jest/globals'
import { givenSeed } from './chance'
import { openCluster } from './cluster'
import { type Command, everyday, type Weights } from './commands'
import type { Tamper } from './phone'
import { type Bundle, gapToBefore, gapToOfPage, pushDropped, prevIgnored, revsFreed } from './plants'
import { runLaw } from './run'

const first = givenSeed ?? Math.floor(Math.random() * 1e9)
/** How many seeds a bug may hide from; the first one that finds it ends the search. */
const most = 9
/** What is no bug must hide from all of these. */
const atOnce = 3

interface Plant {
  bundle?: () => Bundle
  tamper?: () => Tamper
  weights?: Weights
  finale?: Command['kind'][]
}

/** What of these seeds turns the law red, in runs of so many side by side; empty where nothing does. */
async function findingsOf({ bundle: plant, ...options }: Plant, seeds: number[], side: number) {
  const bundle = plant?.()
  const cluster = await openCluster(bundle?.program)
  try {
    while (seeds.length > 0) {
      const { findings } = await runLaw(cluster, seeds.splice(0, side), { commands: 120, ...options })
      const all = Object.values(findings).flat()
      if (all.length > 0) return all
    }
    return []
  } finally {
    await cluster.stop()
    bundle?.undo()
  }
}
const seedsOf = (count: number) => Array.from({ length: count }, (_, n) => first + n)

/** Much is said while somebody is away, and then changed while they come back. */
const returning: Pick<Plant, 'weights' | 'finale'> = {
  weights: { ...everyday, crash: 0, silence: 0 },
  finale: ['flood', 'flood'],
}
/** Changes and sends follow one another closely on both nodes. */
const racing: Weights = { ...everyday, send: 50, edit: 50, crash: 0, flood: 0 }

const title = (what: string) => `${what} (LAW_SEED=${first}…)`

// Each has a cluster of its own and waits more than it works.
test.concurrent.each<[string, Plant]>([
  ['values are freed when a message changes', { bundle: revsFreed, weights: racing }],
  ['the device ignores prev', { tamper: prevIgnored }],
  ['a gap is covered up to the highest value of its page', { bundle: gapToOfPage, ...returning }],
  ['a push is dropped and nobody notices', { tamper: pushDropped }],
])(
  title('red: %s'),
  async (_, plant) => {
    const findings = await findingsOf(plant, seedsOf(most), 1)
    if (process.env.LAW_COUNTS) console.log(findings.slice(0, 4).join('\n').slice(0, 2000))
    expect(findings).not.toEqual([])
  },
  120_000,
)

test.concurrent.each<[string, Plant]>([
  ['no bug is planted', { weights: racing }],
  ['the page of a gap is read in two parts, its value before', { bundle: gapToBefore, ...returning }],
])(
  title('green: %s'),
  async (_, plant) => {
    expect(await findingsOf(plant, seedsOf(atOnce), atOnce)).toEqual([])
  },
  120_000,
)
