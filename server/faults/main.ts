/** `npm run faults`: the fault matrix. `-- F1 F8` only these rows, `--full` as the matrix asks, `--seed N` one seed. */
import { parseArgs } from 'node:util'
import { rows } from './rows/index'
import { describe, runRow } from './run'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    full: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    seed: { type: 'string' },
    seeds: { type: 'string' },
  },
})
const size = values.full ? 'full' : values.quick ? 'quick' : 'usual'
const count = Number(values.seeds ?? { full: 20, usual: 3, quick: 2 }[size])
const first = Number(values.seed ?? Math.floor(Math.random() * 1e9))
const seeds = Array.from({ length: values.seed === undefined ? count : 1 }, (_, n) => first + n)
const wanted = rows.filter(({ name }) => positionals.length === 0 || positionals.includes(name))

console.log(`${wanted.length} rows, ${size}, seeds ${seeds.join(' ')}\n`)
let failed = 0
for (const row of wanted) {
  const outcome = await runRow(row, seeds, size)
  if (outcome.findings.length > 0) failed++
  console.log(describe(outcome))
}
console.log(`\n${wanted.length - failed} of ${wanted.length} rows without a finding`)
process.exit(failed > 0 || wanted.length === 0 ? 1 : 0)
