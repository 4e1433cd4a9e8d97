/** Node programs under measurement, each with a heap that can be collected. */
import { join } from 'node:path'
import { type Program, memoryOf, type Placing, startProgram } from '../processes'

/** The folder of what the bench is built into. */
export const built = import.meta.dirname
const collecting = join(built, '../../bench/load/collecting.mjs')

/** Starts a script. */
export const startNode = (args: string[], placing: Placing): Program =>
  startProgram([process.execPath, '--expose-gc', '--import', collecting, ...args], placing)

/** Resident megabytes after the garbage is collected. */
export async function settledMemory(program: Program): Promise<number> {
  for (let times = 0; times < 3; times++) {
    process.kill(program.pid, 'SIGUSR2')
    await new Promise(resolve => setTimeout(resolve, 1000))
  }
  return memoryOf(program.pid)
}
