/** F20: one client sends as fast as it can, to both nodes, with limits on; then one that waits for no answer. */
import { join } from 'node:path'
import type { Fault } from '@community-chat/shared/protocol/faults'
import { closeCodes } from '@community-chat/shared/protocol/frame'
import { serverFolder } from '../../src/law/cluster'
import { addDevice, makeRoom, signUp, urlOf } from '../crowd'
import { openLink } from '../link'
import { type Running, startNode } from '../processes'
import { pause, type Row, typicalP99, until } from '../trial'

/** The limit of the route, a minute. */
const allowed = 240
/** Of so many there are enough waits for a p99 that means something; each speaks once in so many milliseconds. */
const manyNeighbours = 6
const eachSpeaks = 300

export const flood: Row = {
  name: 'F20',
  title: 'one client floods two nodes',
  setting: () => ({ env: { RATE_LIMIT_ENABLED: 'true' } }),
  async act(trial, stage) {
    const { nodes } = stage
    const flooder = await signUp(nodes[0]!, 'flooder')
    const neighbours = []
    for (let n = 0; n < manyNeighbours; n++) neighbours.push(await signUp(nodes[0]!, `neighbour${n}`))
    const roomId = await makeRoom(nodes[0]!, [flooder, ...neighbours])
    const links = nodes.flatMap(node =>
      Array.from({ length: 5 }, () => openLink({ url: () => urlOf(node, 'ws'), token: flooder.token })),
    )
    const crowd = { trial, attempts: [], acks: [] }
    const steady = neighbours.map((one, n) =>
      addDevice(crowd, one, [roomId], () => urlOf(nodes[0]!, 'ws'), `steady${n}`),
    )
    const areAtRest = () => steady.every(one => one.isAtRest())
    await until(() => areAtRest() && links.every(link => link.isOpen()), 20_000)
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
      const waited = await speak(count)
      const busy = (await cpu()).map((one, n) => (one - used[n]!) / 10 / (Date.now() - begun))
      return { waited, busy }
    }
    const [codes, begun] = [new Map<string, number>(), Date.now()]
    let [isFlooding, isOver] = [true, false]
    const content = { type: 'text', text: 'flood' }
    const flood = async (link: (typeof links)[number]) => {
      const answers = Array.from({ length: 30 }, () =>
        link
          .ask({ type: 'send_message', roomId, content })
          .catch(({ code }: Fault) => void codes.set(code, (codes.get(code) ?? 0) + 1)),
      )
      await Promise.all(answers)
    }
    const storm = links.map(async (link, n) => {
      while (!isOver) {
        // Each begins at another moment: what all of them say at once would be the burst of this process, not of a client.
        await pause(n * 100)
        while (isFlooding && !isOver) {
          await flood(link)
          await pause(75)
        }
        while (!isFlooding && !isOver) await pause(20)
      }
    })
    /** What a flood costs: calm and flood in turns, since what the machine does besides weighs on both alike. */
    const compare = async (name: string, blocks: number, switched: (on: boolean) => Promise<unknown>) => {
      const calm: Awaited<ReturnType<typeof during>>[] = []
      const flooded: typeof calm = []
      for (let n = 0; n < blocks; n++) {
        await switched(false)
        await pause(1500)
        calm.push(await during(40))
        await switched(true)
        await pause(1500)
        flooded.push(await during(40))
      }
      await switched(false)
      const mean = (all: typeof calm, node: number) =>
        all.reduce((one, { busy }) => one + busy[node]!, 0) / blocks
      const more = Math.max(...nodes.map((_, n) => mean(flooded, n) - mean(calm, n)))
      trial.time(`processor of a node for ${name} in per cent`, more, 10)
      const p99 = (all: typeof calm) => typicalP99(all.map(({ waited }) => waited))
      trial.measure(`p99 of the neighbours before ${name} ms`, p99(calm))
      trial.time(
        `p99 of the neighbours at ${name} in per cent of before`,
        (100 * p99(flooded)) / Math.max(10, p99(calm)),
        120,
      )
    }
    // What they may say in a minute they say at once, while all gets warm; then comes what the row is about.
    await speak(30)
    await compare('the flood', trial.by(1, 6, 12), async on => void (isFlooding = on))
    isOver = true
    await Promise.all(storm)
    if (!codes.get('rate_limited')) trial.find(`the flood was answered with ${JSON.stringify([...codes])}`)

    for (const link of links) link.end()
    const told: Record<string, number> = {}
    let deaf: Running | undefined
    const frames = { token: flooder.token, frame: JSON.stringify({ type: 'send_message', roomId, content }) }
    await compare('10,000 frames a second', trial.by(1, 4, 8), async on => {
      if (on) deaf = await startFlooder({ ...frames, urls: nodes.map(node => urlOf(node, 'ws')) })
      else if (deaf) {
        await deaf.end('SIGTERM')
        for (const [what, count] of Object.entries(JSON.parse(deaf.lines.at(-1)!) as typeof told))
          told[what] = (told[what] ?? 0) + count
      }
    })
    for (const [what, count] of Object.entries(told)) trial.measure(`flooder: ${what}`, count)
    if (!told[closeCodes.badFrames]) trial.find(`the flooder was not put out: ${JSON.stringify(told)}`)
    const minutes = Math.ceil((Date.now() - begun) / 60_000) + 1
    trial.measure('taken of the flooder', (await taken()).length, allowed * minutes)
    for (const one of steady) one.end()
  },
}

/** What floods deaf: with ten sockets, and at once again where one is closed. */
const startFlooder = (parts: { urls: string[]; token: string; frame: string }): Promise<Running> =>
  startNode(
    [join(serverFolder, 'faults/flooder.mjs'), JSON.stringify({ ...parts, rate: 10_000, sockets: 10 })],
    /flooding/,
  )
