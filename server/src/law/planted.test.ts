/** The law itself is tested: each of four planted bugs turns it red, and without them it is green. */
import { afterEach, expect, test } from '@jest/globals'
import { givenSeed } from './chance'
import { type Cluster, openCluster } from './cluster'
import { type Command, everyday, type Weights } from './commands'
import type { Tamper } from './phone'
import { type Bundle, gapToBefore, gapToOfPage, pushDropped, prevIgnored, revsFreed } from './plants'
import { runLaw } from './run'

const first = givenSeed ?? Math.floor(Math.random() * 1e9)
const rounds = 3
const atOnce = 3

let cluster: Cluster
let bundle: Bundle | undefined
afterEach(async () => {
  await cluster.stop()
  bundle?.undo()
  bundle = undefined
})

interface Plant {
  bundle?: () => Bundle
  tamper?: () => Tamper
  weights?: Weights
  finale?: Command['kind'][]
}

/** What turns the law red, in at most three rounds of three seeds; empty where nothing does. */
async function findingsOf({ bundle: plant, ...options }: Plant, most = rounds): Promise<string[]> {
  bundle = plant?.()
  cluster = await openCluster(bundle?.program)
  for (let round = 0; round < most; round++) {
    const seeds = Array.from({ length: atOnce }, (_, n) => first + round * atOnce + n)
    const { findings } = await runLaw(cluster, seeds, { commands: 120, ...options })
    const all = Object.values(findings).flat()
    if (all.length > 0) return all
  }
  return []
}

/** Much is said while somebody is away, and then changed while they come back. */
const returning: Pick<Plant, 'weights' | 'finale'> = {
  weights: { ...everyday, crash: 0, silence: 0 },
  finale: ['flood', 'flood'],
}
/** Changes and sends follow one another closely on both nodes. */
const racing: Weights = { ...everyday, send: 50, edit: 50, crash: 0, flood: 0 }

const title = (what: string) => `${what} (LAW_SEED=${first}…)`

test.each<[string, Plant]>([
  ['values are freed when a message changes', { bundle: revsFreed, weights: racing }],
  ['the device ignores prev', { tamper: prevIgnored }],
  ['a gap is covered up to the highest value of its page', { bundle: gapToOfPage, ...returning }],
  ['a push is dropped and nobody notices', { tamper: pushDropped }],
])(
  title('red: %s'),
  async (_, plant) => {
    const findings = await findingsOf(plant)
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
    expect(await findingsOf(plant, 1)).toEqual([])
  },
  120_000,
)
