/** Waiting until the other nodes have looked. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import mongoose from 'mongoose'
import { openTestApp, type TestApp } from '../../testing/app'
import { pause } from '../../testing/raw'
import { everyNodeHasLooked, Leases } from './lease'

let app: TestApp
let reads = 0
beforeAll(async () => {
  app = await openTestApp()
  mongoose.connection.getClient().on('commandStarted', ({ commandName, command }) => {
    if (commandName === 'find' && command.find === 'leases' && command.filter.renewedAt) reads++
  })
})
afterAll(() => app.close())

/** Another node that says it lives, and how far it has looked. */
const another = (looks: { begun: number; ended: number }) =>
  Leases.updateOne({ _id: 'another' }, { $set: looks, $currentDate: { renewedAt: true } }, { upsert: true })

test('however many wait until another node has looked, one read tells them all', async () => {
  await another({ begun: 7, ended: 6 })
  let [before, waiting] = [reads, 200]
  const all = Array.from({ length: waiting }, () => everyNodeHasLooked().finally(() => waiting--))
  while (reads < before + 3) await pause(5)
  expect(waiting).toBe(200)
  // The look that was under way when they began to wait may have missed what they wrote.
  await another({ begun: 7, ended: 7 })
  before = reads
  while (reads < before + 3) await pause(5)
  expect(waiting).toBe(200)
  await another({ begun: 8, ended: 8 })
  await Promise.all(all)
  expect(reads).toBeLessThan(200)
})
