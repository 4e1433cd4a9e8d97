/** Measuring one system after the other, each on its own. */
import type { Report } from '../report'
import type { Opened, System, World } from '../system'

/** How much is measured. */
export interface Extent {
  rounds: number
  seconds: number
  isQuick: boolean
}

/** Opens each system with a world, measures it and ends it; what fails with one is remarked and the next is measured. */
export async function eachOpened(
  scenario: string,
  systems: System[],
  world: World,
  report: Report,
  measure: (system: System, opened: Opened) => Promise<void>,
): Promise<void> {
  for (const system of systems) {
    let opened: Opened | null = null
    try {
      opened = await system.open(world)
      if (opened) await measure(system, opened)
      else report.remark(`${scenario}: ${system.name} is not here.`)
    } catch (error) {
      report.fail(`${scenario} ${system.name} failed: ${(error as Error).message}`)
    } finally {
      await opened?.stop()
    }
  }
}
