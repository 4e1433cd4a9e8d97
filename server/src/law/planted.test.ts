/** The law itself is tested: each of four planted bugs turns it red, and without them it is green. */
import { expect, test } from '@jest/globals'
import { givenSeed } from './chance'
import { openCluster } from './cluster'
import { type Command, everyday, type Weights } from './commands'
import type { Tamper } from './phone'
import { type Bundle, gapToBefore, gapToOfPage, pushDropped, prevIgnored, revsFreed } from './plants'
import { runLaw } from './run'

const first = givenSeed ?? Math.floor(Math.random() * 1e9)

interface Plant {
  bundle?: () => Bundle
  tamper?: () => Tamper
  weights?: Weights
  finale?: Command['kind'][]
  commands?: number
  /** How many seeds run side by side. */
  atOnce?: number
}

/** What of so many seeds turns the law red; the first run that does so is the last. Empty where none does. */
async function findingsOf({ bundle: plant, atOnce = 3, commands = 120, ...options }: Plant, count: number) {
  const bundle = plant?.()
  const cluster = await openCluster(bundle?.program)
  const seeds = Array.from({ length: count }, (_, n) => first + n)
  try {
    while (seeds.length > 0) {
      const { findings } = await runLaw(cluster, seeds.splice(0, atOnce), { commands, ...options })
      const all = Object.values(findings).flat()
      if (all.length > 0) return all
    }
    return []
  } finally {
    await cluster.stop()
    bundle?.undo()
  }
}

/** Much is said while somebody is away, and then changed while they come back. */
const returning: Pick<Plant, 'weights' | 'finale'> = {
  weights: { ...everyday, crash: 0, silence: 0 },
  finale: ['flood', 'flood'],
}
/** Changes and sends follow one another closely on both nodes. */
const racing: Weights = { ...everyday, send: 50, edit: 50, crash: 0, flood: 0 }

/** Most seeds find it, each by itself. */
const soon: Pick<Plant, 'commands' | 'atOnce'> = { commands: 80, atOnce: 1 }

const title = (what: string) => `${what} (LAW_SEED=${first}…)`

test.each<[string, Plant]>([
  [
    'values are freed when a message changes',
    { bundle: revsFreed, weights: racing, finale: ['race', 'race', 'race'], ...soon },
  ],
  ['the device ignores prev', { tamper: prevIgnored, ...soon }],
  [
    'a gap is covered up to the highest value of its page',
    { bundle: gapToOfPage, ...returning, commands: 40, atOnce: 1 },
  ],
  ['a push is dropped and nobody notices', { tamper: pushDropped, ...soon }],
])(
  title('red: %s'),
  async (_, plant) => {
    const findings = await findingsOf(plant, 18)
    if (process.env.LAW_COUNTS) console.log(findings.slice(0, 4).join('\n').slice(0, 2000))
    expect(findings).not.toEqual([])
  },
  120_000,
)

test.each<[string, Plant]>([
  ['no bug is planted', { weights: racing }],
  ['the page of a gap is read in two parts, its value before', { bundle: gapToBefore, ...returning }],
])(
  title('green: %s'),
  async (_, plant) => {
    expect(await findingsOf(plant, 3)).toEqual([])
  },
  120_000,
)
