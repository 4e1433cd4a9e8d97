/** Redis between nodes, alone and as a cluster of three, on real servers. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type RedisProgram, startRedis } from '../../testing/redis'
import type { RedisAddress } from '../env'
import { connectRedis, redisCarrier, type RedisClient } from './carrier-redis'
import { openLog } from '../log'
import type { Carrier } from './relay'

const log = openLog('silent')
const ends: (() => unknown)[] = []
afterAll(async () => {
  for (const close of ends.toReversed()) await close()
})

/** One node's carrier, with what came to it. */
function aNode(address: RedisAddress) {
  const came: string[] = []
  let turns = 0
  const speaker: RedisClient = connectRedis(address, log)
  const carrier: Carrier = redisCarrier(
    speaker,
    address,
    log,
  )({ came: (channel, payload) => came.push(`${channel}: ${payload}`), turned: () => turns++ })
  ends.push(async () => {
    await carrier.close()
    speaker.disconnect()
  })
  return { carrier, came, speaker, turned: () => turns }
}

/** Waits of 25 ms that a busy machine may need for anything here. */
const most = 800

async function until(isSo: () => boolean): Promise<void> {
  for (let i = 0; i < most && !isSo(); i++) await pause(25)
  expect(isSo()).toBe(true)
}

/** Says something until it is heard: a subscription takes a moment to be there. */
async function sayUntilHeard(from: Carrier, to: ReturnType<typeof aNode>, channel: string, text: string) {
  for (let i = 0; i < most && !to.came.includes(`${channel}: ${text}`); i++) {
    from.publish(channel, Buffer.from(text))
    await pause(25)
  }
  expect(to.came).toContain(`${channel}: ${text}`)
}

const slots = [
  ['0', '5460'],
  ['5461', '10922'],
  ['10923', '16383'],
] as const

/** Three nodes that know each other; only the first `served` have their slots yet. */
async function aCluster(served = 3): Promise<RedisProgram[]> {
  const settings = ['--cluster-enabled', 'yes', '--cluster-node-timeout', '2000']
  const whole = ['--cluster-require-full-coverage', served < 3 ? 'no' : 'yes']
  const nodes = await Promise.all(slots.map(() => startRedis(0, [...settings, ...whole])))
  for (const [i, node] of nodes.entries()) {
    if (i < served) await atNode(node, 'addslotsrange', ...slots[i]!)
    if (i > 0) await atNode(node, 'meet', '127.0.0.1', String(nodes[0]!.port))
  }
  for (const node of nodes) await untilAtNode(node, 'info', /cluster_state:ok[^]*cluster_known_nodes:3/)
  return nodes
}

async function atNode(node: RedisProgram, ...words: string[]): Promise<string> {
  const admin = new Redis(node.url)
  const said = String(await admin.call('cluster', ...words))
  admin.disconnect()
  return said
}

async function untilAtNode(node: RedisProgram, word: string, wanted: RegExp) {
  let said = ''
  for (let i = 0; i < most && !wanted.test(said); i++) {
    said = await atNode(node, word)
    await pause(25)
  }
  expect(said).toMatch(wanted)
}

describe.each([
  ['one Redis', 1],
  ['a cluster of three', 3],
])('through %s', (_, size) => {
  let programs: RedisProgram[]
  let address: RedisAddress
  let one: ReturnType<typeof aNode>
  let other: ReturnType<typeof aNode>
  beforeAll(async () => {
    programs = size === 1 ? [await startRedis()] : await aCluster()
    ends.push(() => Promise.all(programs.map(program => program.kill())))
    address = { urls: programs.map(program => program.url) }
    ;[one, other] = [aNode(address), aNode(address)]
    await until(() => one.carrier.isUp() && other.carrier.isUp())
  }, 30_000)

  test('what one node says on a channel comes to the other that hears it, and on no other channel', async () => {
    const rooms = Array.from({ length: 20 }, (_, i) => `room-${i}`) // over all slots
    for (const room of rooms) other.carrier.hear(room)
    for (const room of rooms) await sayUntilHeard(one.carrier, other, room, `in ${room}`)
    one.carrier.publish('elsewhere', Buffer.from('nobody hears this'))
    await sayUntilHeard(one.carrier, other, 'room-0', 'last')
    expect(other.came.join()).not.toContain('nobody hears this')
    expect(one.came).toEqual([])
  })

  test('bytes are carried as they are', async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i))
    let got: Buffer | undefined
    const speaker = connectRedis(address, log)
    const carrier = redisCarrier(
      speaker,
      address,
      log,
    )({ came: (_, payload) => (got = payload), turned() {} })
    ends.push(() => speaker.disconnect(), carrier.close)
    await until(carrier.isUp)
    carrier.hear('bytes')
    for (let i = 0; i < most && !got; i++) {
      one.carrier.publish('bytes', bytes)
      await pause(25)
    }
    expect(got?.equals(bytes)).toBe(true)
  })

  test('what is no longer heard does not come', async () => {
    other.carrier.unhear('room-1')
    await pause(300)
    const before = other.came.length
    one.carrier.publish('room-1', Buffer.from('too late'))
    await sayUntilHeard(one.carrier, other, 'room-2', 'but this')
    expect(other.came.slice(before).filter(said => said.includes('too late'))).toEqual([])
  })
})

test('while it is away nothing is held back and nothing thrown; when it is back the channels are heard again', async () => {
  let program = await startRedis()
  ends.push(() => program.kill())
  const [one, other] = [aNode({ urls: [program.url] }), aNode({ urls: [program.url] })]
  await until(() => one.carrier.isUp() && other.carrier.isUp())
  other.carrier.hear('room')
  await sayUntilHeard(one.carrier, other, 'room', 'before')
  const turns = other.turned()
  await program.kill()
  await until(() => !one.carrier.isUp() && !other.carrier.isUp())
  expect(other.turned()).toBeGreaterThan(turns)
  one.carrier.publish('room', Buffer.from('meanwhile'))
  other.carrier.hear('another')
  program = await startRedis(program.port)
  await until(() => one.carrier.isUp() && other.carrier.isUp())
  for (const room of ['room', 'another']) await sayUntilHeard(one.carrier, other, room, 'after')
  expect(other.came.join()).not.toContain('meanwhile')
})

test('a channel whose slot has no node yet harms nobody, and is heard once it has one', async () => {
  const programs = await aCluster(2)
  ends.push(() => Promise.all(programs.map(program => program.kill())))
  const address = { urls: programs.map(program => program.url) }
  const [one, other] = [aNode(address), aNode(address)]
  await until(() => one.carrier.isUp() && other.carrier.isUp())
  other.carrier.hear('room') // slot 14941, the third node's
  other.carrier.hear('another') // slot 1593, the first node's
  await sayUntilHeard(one.carrier, other, 'another', 'before')
  await atNode(programs[2]!, 'addslotsrange', ...slots[2]!)
  await sayUntilHeard(one.carrier, other, 'room', 'after')
}, 60_000)

/** A line to a Redis, which each part of what is said passes, is lost, or cuts. */
async function aLine(to: RedisProgram, judge: (part: string, pair: number) => 'pass' | 'lose' | 'cut') {
  const pairs: Socket[] = []
  const line = createServer(near => {
    const far = connect(to.port, '127.0.0.1')
    const cut = () => [near, far].forEach(one => one.destroy())
    const pair = pairs.push(near)
    for (const one of [near, far]) one.on('error', cut).on('close', cut)
    near.on('data', part => {
      const what = judge(String(part), pair)
      if (what === 'pass') far.write(part)
      if (what === 'cut') cut()
    })
    far.on('data', part => near.write(part))
  }).listen(0, '127.0.0.1')
  await once(line, 'listening')
  ends.push(() => line.close())
  const { port } = line.address() as AddressInfo
  return { url: `redis://127.0.0.1:${port}`, cut: () => pairs.forEach(near => near.destroy()) }
}

test('a connection that goes again while channels are asked for rejects nothing that nobody catches', async () => {
  const program = await startRedis()
  ends.push(() => program.kill())
  let isCutting = false
  let cuts = 0
  const line = await aLine(program, part =>
    isCutting && part.includes('ssubscribe') && ++cuts ? 'cut' : 'pass',
  )
  const uncaught: unknown[] = []
  const note = (error: unknown) => uncaught.push(error)
  process.on('unhandledRejection', note)
  ends.push(() => process.off('unhandledRejection', note))

  const [one, other] = [aNode({ urls: [program.url] }), aNode({ urls: [line.url] })]
  await until(() => one.carrier.isUp() && other.carrier.isUp())
  other.carrier.hear('room')
  await sayUntilHeard(one.carrier, other, 'room', 'before')
  isCutting = true
  line.cut()
  await until(() => cuts >= 4)
  isCutting = false
  await until(() => other.carrier.isUp())
  await sayUntilHeard(one.carrier, other, 'room', 'after')
  expect(uncaught).toEqual([])
})

test('while a channel is not heard the node is deaf, and a client that never hears it is replaced', async () => {
  const program = await startRedis()
  ends.push(() => program.kill())
  const stuck = new Set<number>()
  const line = await aLine(program, (part, pair) => {
    if (part.includes('ssubscribe') && stuck.size === 0) stuck.add(pair)
    return stuck.has(pair) ? 'lose' : 'pass'
  })
  const [one, other] = [aNode({ urls: [program.url] }), aNode({ urls: [line.url] })]
  await until(() => one.carrier.isUp() && other.carrier.isUp())
  expect(other.carrier.isDeaf()).toBe(false)
  const turns = other.turned()
  other.carrier.hear('room')
  await until(() => other.carrier.isDeaf())
  expect(other.carrier.isUp()).toBe(true)
  await sayUntilHeard(one.carrier, other, 'room', 'after')
  expect(other.carrier.isDeaf()).toBe(false)
  expect(other.turned()).toBeGreaterThan(turns)
})
