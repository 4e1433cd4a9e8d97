/** The law of sync (PROTOCOL.md 5) through the shipped device, two nodes and a Redis that are killed, and bad lines. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { givenSeed } from './chance'
import { type Cluster, openCluster } from './cluster'
import { everything } from './commands'
import { add, type Outcome, runLaw } from './run'

const commands = 300
const count = givenSeed === null ? 20 : 1
const atOnce = 7
const first = givenSeed ?? Math.floor(Math.random() * 1e9)

let cluster: Cluster
beforeAll(async () => void (cluster = await openCluster(undefined, 2, { withRedis: true })), 30_000)
afterAll(() => cluster.stop())

test(`state + pushes + sync = a fresh load: ${commands} commands × ${count} seeds (LAW_SEED=${first}…)`, async () => {
  const all: Outcome = { findings: {}, counts: {} }
  const seeds = Array.from({ length: count }, (_, n) => first + n)
  while (seeds.length > 0 && Object.keys(all.findings).length + cluster.errors.length === 0) {
    const { findings, counts } = await runLaw(cluster, seeds.splice(0, atOnce), {
      commands,
      weights: everything,
      patience: 3,
    })
    Object.assign(all.findings, findings)
    add(all.counts, counts)
  }
  if (process.env.LAW_COUNTS) console.log(JSON.stringify({ ...all.counts, crashes: cluster.kills }))
  expect({ findings: all.findings, errors: cluster.errors }).toEqual({ findings: {}, errors: [] })
  expect(all.counts.acks).toBeGreaterThan(count * 50) // a storm that was none proves nothing
}, 600_000)
