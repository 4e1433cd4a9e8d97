/** Runs of the law: storms of commands, each in a world of its own, then judgement. */
import type { Cluster } from './cluster'
import { begin, type Command, commandsOf, everyday, type Weights } from './commands'
import { judge } from './laws'
import type { Tamper } from './phone'
import { settle } from './settle'
import { closeWorld, openWorld, type World } from './world'

export interface RunOptions {
  commands: number
  weights?: Weights
  /** What still comes when the storm is over, one after the other. */
  finale?: Command['kind'][]
  /** How many times longer than usual it may take to come to rest. */
  patience?: number
  /** A bug planted into what each device hears. */
  tamper?: () => Tamper
}

/** Every breach that was found, by seed, and how often what happened. */
export interface Outcome {
  findings: Record<number, string[]>
  counts: Record<string, number>
}

/** Runs some seeds side by side; nodes die only while all of them storm. */
export async function runLaw(
  cluster: Cluster,
  seeds: number[],
  { commands, weights = everyday, finale = [], patience, tamper }: RunOptions,
): Promise<Outcome> {
  const outcome: Outcome = { findings: {}, counts: {} }
  const worlds: World[] = []
  try {
    const begun = Date.now()
    const opening = seeds.map(async seed => worlds.push(await openWorld(cluster, seed, tamper)))
    await Promise.all(opening)
    await Promise.all(worlds.map(world => storm(world, commandsOf(world.seed, commands, weights), finale)))
    const calm = Date.now()
    const rested = await Promise.all(worlds.map(world => settle(world, patience)))
    const still = Date.now()
    for (const [index, world] of worlds.entries()) {
      // Where something is still under way nothing else can be said.
      const findings = rested[index] ? await judge(world, patience) : world.witness.findings
      if (findings.length > 0) outcome.findings[world.seed] = [...new Set(findings)]
      add(outcome.counts, world.witness.counts)
      add(outcome.counts, { acks: world.witness.acks.size, values: world.witness.versions.size })
    }
    const judged = Date.now()
    add(outcome.counts, {
      stormSeconds: (calm - begun) / 1000,
      settleSeconds: (still - calm) / 1000,
      judgeSeconds: (judged - still) / 1000,
    })
    return outcome
  } finally {
    await Promise.all(worlds.map(closeWorld))
  }
}

/** Adds numbers to numbers, by name. */
export function add(to: Record<string, number>, more: Record<string, number>): void {
  for (const [what, times] of Object.entries(more)) to[what] = (to[what] ?? 0) + times
}

async function storm(world: World, commands: Command[], finale: Command['kind'][]): Promise<void> {
  for (const command of commands) {
    begin(world, command)
    await new Promise(resolve => setTimeout(resolve, command.pause))
  }
  for (const kind of finale) {
    await Promise.all(world.pending)
    for (const phone of world.phones) phone.switchOn()
    begin(world, { kind, seed: world.dice.below(2 ** 31), pause: 0 })
  }
}
