/** Runs rows with seeds, and says what came of each. */
import { openStage, type Stage } from './stage'
import { aTrial, type Row, round, type Size, type Trial } from './trial'

/** What no fault around a program excuses. Stores that do not answer are logged as errors too, and rightly so. */
const unforeseen = /uncaught|unhandled|TypeError|RangeError|ReferenceError|SyntaxError|heap out of memory/i

/** What came of a row. */
export interface Outcome {
  row: Row
  seeds: number[]
  /** Why it was not run. */
  obstacle: string | null
  /** What was found, with the seed that found it. */
  findings: string[]
  figures: Record<string, number>
  seconds: number
}

/** Runs a row with each seed on one stage. Never rejects. */
export async function runRow(row: Row, given: number[], size: Size): Promise<Outcome> {
  const isOnce = row.isMeasuredOnce || (row.isSeedless && size === 'quick')
  const seeds = isOnce ? given.slice(0, 1) : given
  const begun = Date.now()
  const outcome: Outcome = { row, seeds, obstacle: null, findings: [], figures: {}, seconds: 0 }
  outcome.obstacle = row.obstacle?.() ?? null
  if (outcome.obstacle !== null) return outcome
  try {
    const stage = await openStage(row.setting?.(size))
    try {
      if (row.isSideBySide) await Promise.all(seeds.map(seed => runTrial(outcome, stage, aTrial(seed, size))))
      else for (const seed of seeds) await runTrial(outcome, stage, aTrial(seed, size))
    } finally {
      await stage.close()
    }
  } catch (error) {
    outcome.findings.push(String((error as Error).stack ?? error))
  }
  outcome.seconds = (Date.now() - begun) / 1000
  return outcome
}

async function runTrial({ row, findings, figures }: Outcome, stage: Stage, trial: Trial): Promise<void> {
  await row.act(trial, stage).catch(error => trial.find(String((error as Error).stack ?? error)))
  const lines = stage.errors()
  trial.measure('logged errors', lines.length)
  for (const line of lines.filter(one => unforeseen.test(one)).slice(0, 5))
    trial.find(`a program wrote: ${line.slice(0, 500)}`)
  findings.push(...trial.findings.map(text => `seed ${trial.seed}: ${text}`))
  for (const [name, value] of Object.entries(trial.figures))
    figures[name] = Math.max(figures[name] ?? -Infinity, value)
}

/** The outcome as it is printed: one line where all is well, else the findings below it. */
export function describe({ row, seeds, obstacle, findings, figures, seconds }: Outcome): string {
  const verdict = obstacle !== null ? 'not run' : findings.length > 0 ? 'FAIL' : 'pass'
  const numbers = Object.entries(figures).map(([name, value]) => `${name} ${round(value)}`)
  const details = obstacle ?? `${seeds.length} seeds, ${round(seconds)} s; ${numbers.join(', ')}`
  const head = `${row.name.padEnd(4)}${verdict.padEnd(8)}${row.title}: ${details}`
  return [head, ...findings.slice(0, 12).map(text => `    ${text}`)].join('\n')
}
