/** The rows of the fault matrix that fit beside other tests, with two seeds; `FAULT_SEED` repeats one. */
import { beforeAll, expect, test } from '@jest/globals'
import { quickRows } from './rows/index'
import { type Outcome, runRow } from './run'
import type { Row } from './trial'

const given = process.env.FAULT_SEED
const first = given === undefined ? Math.floor(Math.random() * 1e9) : Number(given)
const seeds = given === undefined ? [first, first + 1] : [first]
const outcomes = new Map<Row, Promise<Outcome>>()

/** Rows that mostly wait run beside one another and those that work. */
beforeAll(() => {
  const waiting = quickRows.filter(row => row.mostlyWaits)
  const working = quickRows.filter(row => !row.mostlyWaits)
  for (const lane of [working, ...waiting.map(row => [row])]) {
    let last: Promise<unknown> = Promise.resolve()
    for (const row of lane) {
      const outcome = last.then(() => runRow(row, seeds, 'quick'))
      outcomes.set(row, outcome)
      last = outcome
    }
  }
})

const titles = quickRows.map(row => [`${row.name} ${row.title}`, row] as const)
test.each(titles)(
  `%s (FAULT_SEED=${first}…)`,
  async (_, row) => {
    const { findings, obstacle } = await outcomes.get(row)!
    expect(obstacle).toBeNull()
    expect(findings).toEqual([])
  },
  600_000,
)
