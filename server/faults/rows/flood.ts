/** F20: one client sends as fast as it can, to both nodes, with limits on; then one that waits for no answer. */
import { join } from 'node:path'
import { closeCodes } from '@community-chat/shared/protocol/frame'
import { serverFolder } from '../../src/law/cluster'
import { block, typicalP99 } from '../blocks'
import { addDevice, makeRoom, signUp, urlOf } from '../crowd'
import { startNode } from '../processes'
import { pause, type Row, until } from '../trial'

/** The limit of the route, a minute. */
const allowed = 240
/** Of so many there are enough waits for a p99 that means something; each speaks once in so many milliseconds. */
const manyNeighbours = 18
const eachSpeaks = 300

export const flood: Row = {
  name: 'F20',
  isMeasuredOnce: true,
  title: 'one client floods two nodes',
  setting: () => ({ env: { RATE_LIMIT_ENABLED: 'true' } }),
  async act(trial, stage) {
    const { nodes } = stage
    const flooder = await signUp(nodes[0]!, 'flooder')
    const neighbours = []
    for (let n = 0; n < manyNeighbours; n++) neighbours.push(await signUp(nodes[0]!, `neighbour${n}`))
    const roomId = await makeRoom(nodes[0]!, [flooder, ...neighbours])
    const crowd = { trial, attempts: [], acks: [] }
    const steady = neighbours.map((one, n) =>
      addDevice(crowd, one, [roomId], () => urlOf(nodes[0]!, 'ws'), `steady${n}`),
    )
    const areAtRest = () => steady.every(one => one.isAtRest())
    await until(areAtRest, 20_000)
    /** When something of the flooder's was taken: what they may say in a minute, and say at once, is no flood but their right. */
    const taken = async () =>
      (await stage.db.collection('messages').find({ senderId: flooder.id }).toArray()).map(({ createdAt }) =>
        (createdAt as Date).getTime(),
      )
    const took = async () => {
      const rightful = await taken()
      const isTheirRight = (at: number) => rightful.some(one => one <= at && at - one < 1000)
      return steady
        .flatMap(one => one.answers.splice(0))
        .filter(({ at, took }) => !isTheirRight(at) && !isTheirRight(at - took))
        .map(one => one.took)
    }
    const speak = async (count: number) => {
      for (let n = 0; n < count; n++)
        for (const one of steady) {
          one.say(roomId, `calm ${n}`)
          await pause(eachSpeaks / manyNeighbours)
        }
      await until(areAtRest, 30_000)
      return took()
    }
    const cpu = async () => (await Promise.all(nodes.map(node => node.program.vitals()))).map(one => one.cpu)
    /** What the neighbour waited for their acks, and what each node's processor did meanwhile, in per cent of a core. */
    const during = async (count: number) => {
      const [begun, used] = [Date.now(), await cpu()]
      const waits = await block(() => speak(count))
      const busy = (await cpu()).map((one, n) => (one - used[n]!) / 10 / (Date.now() - begun))
      return { waits, busy }
    }
    const begun = Date.now()
    const floods = openFloods(flooder.token, roomId)
    const nodeUrls = nodes.map(node => urlOf(node, 'ws'))
    /**
     * What a flood costs the nodes: in turns it goes elsewhere and to them, since what the machine does besides, and what
     * the client takes of it, weighs on both alike. They are many: of 18 turns one server came out at 92 to 152 per cent.
     */
    const compare = async (name: string, blocks: number, how: Flood) => {
      const bystander = await startBystander(how)
      const calm: Awaited<ReturnType<typeof during>>[] = []
      const flooded: typeof calm = []
      const told: Record<string, number> = {}
      for (let n = 0; n < blocks; n++) {
        const elsewhere = await floods(how, [bystander.url])
        await pause(1500)
        calm.push(await during(40))
        await elsewhere.end()
        const here = await floods(how, nodeUrls)
        await pause(1500)
        flooded.push(await during(40))
        for (const [what, count] of Object.entries(await here.end())) told[what] = (told[what] ?? 0) + count
      }
      await bystander.end()
      const mean = (all: typeof calm, node: number) =>
        all.reduce((one, { busy }) => one + busy[node]!, 0) / blocks
      const more = Math.max(...nodes.map((_, n) => mean(flooded, n) - mean(calm, n)))
      trial.time(`processor of a node for ${name} in per cent`, more, 10)
      const p99 = (all: typeof calm) => typicalP99(all.map(({ waits }) => waits))
      trial.measure(`p99 of the neighbours with ${name} elsewhere ms`, p99(calm))
      trial.time(
        `p99 of the neighbours at ${name} in per cent of that`,
        (100 * p99(flooded)) / Math.max(10, p99(calm)),
        120,
      )
      for (const [what, count] of Object.entries(told)) trial.measure(`${name}: ${what}`, count)
      return told
    }
    const [asking, shouting] = [{ burst: 30 }, { rate: 10_000 }]
    // What they may say in a minute they say at once, while all gets warm; then comes what the row is about.
    const first = await floods(asking, nodeUrls)
    await speak(30)
    await first.end()
    const answered = await compare('the flood', trial.by(1, 36, 72), asking)
    if (!answered.rate_limited) trial.find(`the flood was answered with ${JSON.stringify(answered)}`)
    const told = await compare('10,000 frames a second', trial.by(1, 24, 48), shouting)
    if (!told[closeCodes.badFrames]) trial.find(`the flooder was not put out: ${JSON.stringify(told)}`)
    const minutes = Math.ceil((Date.now() - begun) / 60_000) + 1
    trial.measure('taken of the flooder', (await taken()).length, allowed * minutes)
    for (const one of steady) one.end()
  },
}

/** Frames in a second, whatever is answered; or questions of each socket at once, and again when all are answered. */
type Flood = { rate: number } | { burst: number }

/** A flood that goes on until it is ended; then it tells how often what was answered. */
interface Flooder {
  end: () => Promise<Record<string, number>>
}

/** Both have the machine only when the servers do not want it: a client is on a machine of its own. */
const launch = { through: ['nice', '-n', '19'] }

/** Floods a room with ten sockets. */
const openFloods =
  (token: string, roomId: string) =>
  async (how: Flood, urls: string[]): Promise<Flooder> => {
    const frame = { type: 'send_message', roomId, content: { type: 'text', text: 'flood' } }
    const parts = JSON.stringify({ token, frame, urls, sockets: 10, ...how })
    const program = await startNode([join(serverFolder, 'faults/flooder.mjs'), parts], /flooding/, launch)
    return {
      async end() {
        await program.end('SIGTERM')
        return JSON.parse(program.lines.at(-1)!) as Record<string, number>
      },
    }
  }

/** Somebody else's server. */
async function startBystander(how: Flood): Promise<{ url: string; end: () => Promise<unknown> }> {
  const program = join(serverFolder, 'faults/bystander.mjs')
  const { ready, end } = await startNode([program, JSON.stringify(how)], /listening on (\d+)/, launch)
  return { url: `ws://127.0.0.1:${ready}`, end: () => end() }
}
