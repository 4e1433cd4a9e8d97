/** The rows of the fault matrix that fit beside other tests, with two seeds; `FAULT_SEED` repeats one. */
import { beforeAll, expect, test } from '@jest/globals'
import { quickRows } from './rows/index'
import { type Outcome, runRow } from './run'
import type { Row } from './trial'

const given = process.env.FAULT_SEED
const first = given === undefined ? Math.floor(Math.random() * 1e9) : Number(given)
const seeds = given === undefined ? [first, first + 1] : [first]
const outcomes = new Map<Row, Promise<Outcome>>()

/** Rows that mostly wait run beside one another and those that work, of which two run at a time. */
beforeAll(() => {
  let places = 2
  const waiting: (() => void)[] = []
  const enter = async () => {
    if (places > 0) places--
    else await new Promise<void>(go => waiting.push(go))
  }
  const leave = () => {
    const next = waiting.shift()
    if (next) next()
    else places++
  }
  const run = (row: Row) => runRow(row, seeds, 'quick')
  for (const row of quickRows)
    outcomes.set(row, row.mostlyWaits ? run(row) : enter().then(() => run(row).finally(leave)))
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
