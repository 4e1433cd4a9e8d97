import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { MongoClient } from 'mongodb'

const DOCUMENTS = Number(process.env.BENCH_DOCUMENTS ?? 200_000)
const LARGE = Number(process.env.BENCH_LARGE ?? 1_000_000)
const CALLERS = 64
const WORDS = 'the quick brown fox jumps over the lazy dog and then writes a long chat message about it'

/** Starts the server as its users do, in a process of its own, so that its memory can be told from the callers'. */
async function start(dir) {
  const began = performance.now()
  const child = spawn(process.execPath, [new URL('../dist/cli.js', import.meta.url).pathname, '--dir', dir])
  child.stderr.pipe(process.stderr)
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  const client = new MongoClient(line.split('ready: ')[1], { maxPoolSize: CALLERS })
  await client.connect()
  await client.db('bench').command({ ping: 1 })
  const ready = performance.now() - began
  const stop = async signal => {
    await client.close()
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }
  const rss = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024
  const own = () =>
    Number(/RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024
  return { client, messages: client.db('bench').collection('messages'), ready, rss, own, stop }
}

const once = (emitter, event) => new Promise(resolve => emitter.once(event, (...values) => resolve(values)))
const message = (roomId, seq) => ({
  roomId,
  seq,
  authorId: `user${seq % 97}`,
  text: `${WORDS} ${seq}`,
  revs: [seq],
  createdAt: new Date(1.7e12 + seq),
  reactions: 0,
})
const ROOMS = 200
const ofNumber = n => message(`room${n % ROOMS}`, Math.floor(n / ROOMS) + 1)

/** Runs `work(i)` for each i below `total` from many callers at once; gives the rate per second. */
async function rate(total, work, callers = CALLERS) {
  let next = 0
  const began = performance.now()
  await Promise.all(
    Array.from({ length: callers }, async () => {
      for (let i = next++; i < total; i = next++) await work(i)
    }),
  )
  return Math.round(total / ((performance.now() - began) / 1000))
}

async function percentiles(times, work) {
  const taken = []
  for (let i = 0; i < times; i++) {
    const began = performance.now()
    await work(i)
    taken.push(performance.now() - began)
  }
  taken.sort((a, b) => a - b)
  return { p50: taken[times >> 1], p99: taken[Math.floor(times * 0.99)] }
}

const say = (what, value) => console.log(`${what.padEnd(58)} ${value}`)
const ms = value => `${value.toFixed(2)} ms`
const page = (messages, roomId, seq) =>
  messages
    .find({ roomId, seq: { $lt: seq } })
    .sort({ seq: -1 })
    .limit(50)

async function index(messages) {
  await messages.createIndex({ roomId: 1, seq: 1 })
  await messages.createIndex({ roomId: 1, revs: 1 }, { unique: true })
}

async function main(dir) {
  let server = await start(dir)
  let { messages } = server
  await index(messages)
  const journaled = { writeConcern: { w: 1, j: true } }
  const half = DOCUMENTS / 2
  say(
    'memory, empty (all / without mapped file)',
    `${server.rss().toFixed(0)} / ${server.own().toFixed(0)} MB`,
  )
  say(
    `inserts/s, ${CALLERS} callers, one document each, j: true`,
    await rate(half, i => messages.insertOne(ofNumber(i), journaled)),
  )
  say(
    `inserts/s, ${CALLERS} callers, one document each, w: 1`,
    await rate(half, i => messages.insertOne(ofNumber(half + i))),
  )
  const room = i => `room${(i * 7919) % ROOMS}`
  say(
    'indexed pages of 50 per second, 8 callers',
    await rate(10_000, i => page(messages, room(i), 100 + ((i * 31) % (DOCUMENTS / ROOMS))).toArray(), 8),
  )
  say(
    'indexed pages of 50 per second, 1 caller',
    await rate(4_000, i => page(messages, room(i), 100 + ((i * 31) % (DOCUMENTS / ROOMS))).toArray(), 1),
  )
  const change = i =>
    messages.findOneAndUpdate(
      { roomId: room(i), seq: 1 + (i % 500) },
      { $inc: { reactions: 1 } },
      { returnDocument: 'after' },
    )
  say(`findAndModify/s, ${CALLERS} callers, w: 1`, await rate(20_000, change))
  say('findAndModify/s, 1 caller, w: 1', await rate(4_000, change, 1))
  say(
    'memory after the above (all / without mapped file)',
    `${server.rss().toFixed(0)} / ${server.own().toFixed(0)} MB`,
  )
  const count = await messages.countDocuments()
  await server.stop('SIGKILL')
  server = await start(dir)
  messages = server.messages
  say(`reopening after kill -9 with ${count} documents, to first reply`, ms(server.ready))
  say('file size', `${(statSync(join(dir, 'data.mdb')).size / 1048576).toFixed(0)} MB`)
  await server.stop('SIGTERM')
}

async function growth(dir) {
  const server = await start(dir)
  const sizes = [1000, ...(process.argv.includes('--quick') ? [] : [LARGE])]
  const found = []
  for (const size of sizes) {
    const messages = server.client.db('growth').collection(`of${size}`)
    await messages.createIndex({ roomId: 1, seq: 1 })
    for (let from = 0; from < size; from += 5000) {
      const length = Math.min(5000, size - from)
      await messages.insertMany(Array.from({ length }, (_, i) => message('room', from + i + 1)))
    }
    const work = i => page(messages, 'room', size - ((i * 7919) % (size - 100))).toArray()
    await percentiles(500, work)
    const { p50, p99 } = await percentiles(2000, work)
    const { executionStats: stats } = await page(messages, 'room', size / 2).explain('executionStats')
    say(
      `page of 50 among ${size}: p50 / p99, examined`,
      `${ms(p50)} / ${ms(p99)}, ${stats.totalDocsExamined} documents, ${stats.totalKeysExamined} keys`,
    )
    found.push(p50)
  }
  if (found.length > 1) say(`p50 at ${LARGE} over p50 at 1000`, (found[1] / found[0]).toFixed(2))
  await server.stop('SIGTERM')
}

const dir = mkdtempSync(join(tmpdir(), 'embedded-mongo-bench-'))
console.log(
  `${cpus().length} x ${cpus()[0]?.model}, Node ${process.version}; the callers share the machine with the server`,
)
try {
  await main(join(dir, 'main'))
  await growth(join(dir, 'growth'))
} finally {
  rmSync(dir, { recursive: true, force: true })
}
