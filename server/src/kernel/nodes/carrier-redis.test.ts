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

async function aCluster(): Promise<RedisProgram[]> {
  const settings = ['--cluster-enabled', 'yes', '--cluster-node-timeout', '2000']
  const nodes = await Promise.all([0, 1, 2].map(() => startRedis(0, settings)))
  const slots = [
    [0, 5460],
    [5461, 10922],
    [10923, 16383],
  ] as const
  for (const [i, node] of nodes.entries()) {
    const admin = new Redis(node.url)
    await admin.call('cluster', 'addslotsrange', ...slots[i]!.map(String))
    if (i > 0) await admin.call('cluster', 'meet', '127.0.0.1', String(nodes[0]!.port))
    admin.disconnect()
  }
  const admin = new Redis(nodes[0]!.url)
  for (let i = 0; i < 200 && !String(await admin.call('cluster', 'info')).includes('cluster_state:ok'); i++)
    await pause(50)
  admin.disconnect()
  return nodes
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

test('a channel whose slot has no node that is known harms nobody, and is heard once it has one', async () => {
  const programs = await aCluster()
  ends.push(() => Promise.all(programs.map(program => program.kill())))
  const address = { urls: programs.map(program => program.url) }
  const [one, other] = [aNode(address), aNode(address)]
  await until(() => one.carrier.isUp() && other.carrier.isUp())
  const group = (other.speaker as unknown as { shardedSubscribers: { clusterSlots: string[][] } })
    .shardedSubscribers
  const slots = group.clusterSlots
  group.clusterSlots = [] // as while the cluster is asked for its slots
  other.carrier.hear('room')
  await pause(300)
  group.clusterSlots = slots
  await sayUntilHeard(one.carrier, other, 'room', 'after')
}, 60_000)

test('a connection that goes again while channels are asked for rejects nothing that nobody catches', async () => {
  const program = await startRedis()
  ends.push(() => program.kill())
  let isCutting = false
  let cuts = 0
  const pairs = new Set<Socket>()
  const line = createServer(near => {
    const far = connect(program.port, '127.0.0.1')
    const cut = () => [near, far].forEach(one => one.destroy())
    pairs.add(near)
    for (const one of [near, far]) one.on('error', cut).on('close', cut)
    near.on('data', part => {
      if (isCutting && String(part).includes('ssubscribe') && ++cuts) return cut()
      far.write(part)
    })
    far.on('data', part => near.write(part))
  }).listen(0, '127.0.0.1')
  await once(line, 'listening')
  ends.push(() => line.close())
  const uncaught: unknown[] = []
  const note = (error: unknown) => uncaught.push(error)
  process.on('unhandledRejection', note)
  ends.push(() => process.off('unhandledRejection', note))

  const { port } = line.address() as AddressInfo
  const [one, other] = [aNode({ urls: [program.url] }), aNode({ urls: [`redis://127.0.0.1:${port}`] })]
  await until(() => one.carrier.isUp() && other.carrier.isUp())
  other.carrier.hear('room')
  await sayUntilHeard(one.carrier, other, 'room', 'before')
  isCutting = true
  pairs.forEach(near => near.destroy())
  await until(() => cuts >= 4)
  isCutting = false
  await until(() => other.carrier.isUp())
  await sayUntilHeard(one.carrier, other, 'room', 'after')
  expect(uncaught).toEqual([])
})
