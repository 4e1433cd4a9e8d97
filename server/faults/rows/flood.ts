/** F20: one client sends as fast as it can, to both nodes, with limits on. */
import { openLink } from '../link'
import { addDevice, makeRoom, signUp, urlOf } from '../crowd'
import type { Fault } from '@community-chat/shared/protocol/faults'
import { pause, quantile, type Row, until } from '../trial'

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
    /** When the flooder was acked: what they may say in a minute, and say at once, is no flood but their right. */
    const acks: number[] = []
    const isTheirRight = (at: number) => acks.some(acked => acked <= at && at - acked < 1000)
    const took = () =>
      steady
        .flatMap(one => one.answers.splice(0))
        .filter(({ at, took }) => !isTheirRight(at) && !isTheirRight(at - took))
        .map(one => one.took)
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
        link.ask({ type: 'send_message', roomId, content }).then(
          () => void acks.push(Date.now()),
          (error: Fault) => void codes.set(error.code, (codes.get(error.code) ?? 0) + 1),
        ),
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
    // What they may say in a minute they say at once, while all gets warm; then comes what the row is about.
    await speak(30)
    // In turns: what the machine does besides weighs on both alike.
    const blocks = trial.by(1, 6, 12)
    const calm: Awaited<ReturnType<typeof during>>[] = []
    const flooded: typeof calm = []
    let said = 0
    for (let n = 0; n < blocks; n++) {
      isFlooding = false
      await pause(1500)
      calm.push(await during(40))
      isFlooding = true
      await pause(1500)
      const [before, at] = [sum(codes), Date.now()]
      flooded.push(await during(40))
      said = Math.max(said, (sum(codes) - before) / ((Date.now() - at) / 1000))
    }
    isOver = true
    await Promise.all(storm)
    const minutes = Math.ceil((Date.now() - begun) / 60_000) + 1
    trial.measure('acked of the flood', acks.length, allowed * minutes)
    if (!codes.get('rate_limited')) trial.find(`the flood was answered with ${JSON.stringify([...codes])}`)
    trial.measure('flood a second', said)
    const mean = (all: typeof calm, node: number) =>
      all.reduce((one, { busy }) => one + busy[node]!, 0) / blocks
    const more = Math.max(...nodes.map((_, n) => mean(flooded, n) - mean(calm, n)))
    trial.time('processor of a node for the flood in per cent', more, 10)
    // The median of the blocks: one stall of the machine is in one of them.
    const p99 = (all: typeof calm) =>
      quantile(
        all.map(({ waited }) => quantile(waited, 0.99)),
        0.5,
      )
    trial.measure('p99 of the neighbour before ms', p99(calm))
    trial.time(
      'p99 of the neighbour in per cent of before',
      (100 * p99(flooded)) / Math.max(10, p99(calm)),
      120,
    )
    for (const link of [...links, ...steady]) link.end()
  },
}

const sum = (counts: Map<string, number>) => [...counts.values()].reduce((all, one) => all + one, 0)
