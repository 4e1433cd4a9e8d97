/** Garbage harms nobody: `npm run fuzz` throws fifty times as much. */
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { chance, givenSeed } from '../../law/chance'
import { throwBodies } from './bodies'
import { throwFrames } from './frames'
import { newTally } from './tally'
import { startTarget, type Target } from './target'

const seed = givenSeed ?? Math.floor(Math.random() * 2 ** 31)
let target: Target
beforeAll(async () => {
  target = await startTarget(6, join(import.meta.dirname, 'inside.mjs'))
})
afterAll(() => target?.server.close())

test(`20,000 frames and 2,000 bodies: nothing falls, leaks or is polluted (LAW_SEED=${seed})`, async () => {
  const [frames, bodies] = [newTally(), newTally()]
  await Promise.all([
    throwFrames(target, chance(seed), 20_000, frames),
    throwBodies(target, chance(seed + 1), 2000, bodies),
  ])
  expect([frames.wrong, bodies.wrong]).toEqual([[], []])
  expect([frames.sent, bodies.sent]).toEqual([20_000, 2000])
  // It was garbage, and some of it was nearly right.
  for (const kind of ['fault bad_frame', 'fault invalid_input', 'reply', 'closed 1002'])
    expect(frames.answers[kind]).toBeGreaterThan(10)
  for (const kind of ['200', '400', '404']) expect(bodies.answers[kind]).toBeGreaterThan(10)
  const { polluted, longest, waits, output } = await target.end()
  expect([polluted, longest.length > 0, waits.length > 0]).toEqual([[], true, true])
  expect(output).not.toMatch(/a request failed|a sign-in on a socket failed|a promise was broken|uncaught/i)
}, 120_000)
