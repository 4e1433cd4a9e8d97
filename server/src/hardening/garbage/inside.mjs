/**
 * Loaded into a server before itself (`node --import`): writes what can only be seen from inside to the file that
 * `SEEN_INSIDE` names: the longest time the event loop stood still, and names that have appeared on the prototypes.
 */
import { renameSync, writeFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { isMainThread } from 'node:worker_threads'

const file = process.env.SEEN_INSIDE
const prototypes = { Object, Array, String, Number, Boolean, Function, Map, Set, Promise, Error, Buffer }
const namesOf = () =>
  Object.entries(prototypes).flatMap(([type, { prototype }]) =>
    Reflect.ownKeys(prototype).map(name => `${type}.${String(name)}`),
  )

if (isMainThread && file) {
  const delay = monitorEventLoopDelay({ resolution: 10 })
  const longest = []
  let known
  setTimeout(() => {
    // What the server's own packages put there is there by now.
    known = new Set(namesOf())
    delay.enable()
  }, 3000).unref()
  setInterval(() => {
    if (!known) return
    longest.push(delay.max / 1e6)
    longest.sort((a, b) => b - a).splice(20)
    const polluted = namesOf().filter(name => !known.has(name))
    const p99 = delay.percentile(99) / 1e6
    delay.reset()
    writeFileSync(`${file}.new`, JSON.stringify({ longest, p99, polluted }))
    renameSync(`${file}.new`, file)
  }, 500).unref()
}
