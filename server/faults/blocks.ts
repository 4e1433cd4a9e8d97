/** Waits by blocks of time, each with what the machine's host took of the machine meanwhile. */
import { readFile } from 'node:fs/promises'
import { quantile } from './trial'

/** Milliseconds of a tick: `USER_HZ` is 100 (proc(5)). */
const tick = 10

/** What was waited for answers, and for how long the host gave our cores to others, in milliseconds of a core. */
export interface Block {
  waited: readonly number[]
  stolen: number
}

/** Measures a block: `happening` takes its time and answers what was waited in it. */
export async function block(happening: () => Promise<readonly number[]>): Promise<Block> {
  const before = await stolenSoFar()
  const waited = await happening()
  return { waited, stolen: (await stolenSoFar()) - before }
}

/**
 * The median of the p99 of each block, so that a stall of the machine is in one of them; of the half of the blocks from
 * which the host took least, whatever was waited in them. Where it takes nothing, of all.
 */
export function typicalP99(blocks: readonly Block[]): number {
  const usual = quantile(
    blocks.map(({ stolen }) => stolen),
    0.5,
  )
  return quantile(
    blocks.filter(({ stolen }) => stolen <= usual).map(({ waited }) => quantile(waited, 0.99)),
    0.5,
  )
}

/** The eighth number of the first line, "steal"; 0 where the system does not tell. */
async function stolenSoFar(): Promise<number> {
  const [all] = (await readFile('/proc/stat', 'utf8').catch(() => '')).split('\n', 1)
  return Number(all?.split(/\s+/)[8] ?? 0) * tick
}
