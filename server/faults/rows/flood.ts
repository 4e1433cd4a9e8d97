/** F20: one client sends as fast as it can, to both nodes, with limits on. */
import { openLink } from '../link'
import { addDevice, makeRoom, signUp, urlOf } from '../crowd'
import type { Fault } from '@community-chat/shared/protocol/faults'
import { pause, quantile, type Row, until } from '../trial'

/** The limit of the route, a minute. */
const allowed = 240

export const flood: Row = {
  name: 'F20',
  title: 'one client floods two nodes',
  setting: () => ({ env: { RATE_LIMIT_ENABLED: 'true' } }),
  async act(trial, stage) {
    const { nodes } = stage
    const [flooder, neighbour] = [await signUp(nodes[0]!, 'flooder'), await signUp(nodes[0]!, 'neighbour')]
    const roomId = await makeRoom(nodes[0]!, [flooder, neighbour])
    const links = nodes.flatMap(node =>
      Array.from({ length: 5 }, () => openLink({ url: () => urlOf(node, 'ws'), token: flooder.token })),
    )
    const crowd = { trial, attempts: [], acks: [] }
    const steady = addDevice(crowd, neighbour, [roomId], () => urlOf(nodes[0]!, 'ws'), 'steady')
    await until(() => steady.isAtRest() && links.every(link => link.isOpen()), 20_000)
    const p99 = () =>
      quantile(
        steady.answers.splice(0).map(({ took }) => took),
        0.99,
      )
    const speak = async (count: number) => {
      for (let n = 0; n < count; n++) {
        steady.say(roomId, `calm ${n}`)
        await pause(100)
      }
      await until(() => steady.isAtRest(), 30_000)
    }
    const cpu = async () => (await Promise.all(nodes.map(node => node.program.vitals()))).map(one => one.cpu)
    /** The most that a node's processor did while something went on, in per cent of a core. */
    const during = async (work: Promise<unknown>) => {
      const [begun, used] = [Date.now(), await cpu()]
      await work
      return (await cpu()).map((one, n) => (one - used[n]!) / 10 / (Date.now() - begun))
    }
    const times = trial.by(30, 100, 300)
    await speak(30) // until all is warm
    p99()
    const calm = await during(speak(times))
    const before = p99()
    const [codes, begun] = [new Map<string, number>(), Date.now()]
    let isOver = false
    const content = { type: 'text', text: 'flood' }
    // Each begins at another moment: what all of them say at once would be the burst of this process, not of a client.
    const storm = links.map(async (link, n) => {
      await pause(n * 32)
      while (!isOver) {
        const answers = Array.from({ length: 30 }, () =>
          link.ask({ type: 'send_message', roomId, content }).then(
            () => 'acked',
            (error: Fault) => error.code,
          ),
        )
        for (const code of await Promise.all(answers)) codes.set(code, (codes.get(code) ?? 0) + 1)
        await pause(75)
      }
    })
    // What they may say in a minute they say at once; then comes what the row is about.
    await speak(10)
    trial.measure('p99 of the neighbour in what is allowed ms', p99())
    const refused = await during(speak(times))
    const after = p99()
    isOver = true
    await Promise.all(storm)
    const minutes = Math.ceil((Date.now() - begun) / 60_000) + 1
    trial.measure('acked of the flood', codes.get('acked') ?? 0, allowed * minutes)
    if (!codes.get('rate_limited')) trial.find(`the flood was answered with ${JSON.stringify([...codes])}`)
    trial.measure(
      'flood a second',
      [...codes.values()].reduce((a, b) => a + b, 0) / ((Date.now() - begun) / 1000),
    )
    const more = Math.max(...refused.map((one, n) => one - calm[n]!))
    trial.time('processor of a node for the flood in per cent', more, 10)
    trial.measure('p99 of the neighbour before ms', before)
    trial.time('p99 of the neighbour in per cent of before', (100 * after) / Math.max(10, before), 120)
    for (const link of [...links, steady]) link.end()
  },
}
