/** F4, F6, F7: the database is down, nodes cannot hear each other, a node cannot reach the database. */
import { talkDuring, urlOf, withCrowd } from '../crowd'
import type { StageNode } from '../stage'
import { pause, type Row, until } from '../trial'

const awayFor = (by: <T>(quick: T, usual: T, full: T) => T) => by(6000, 15_000, 30_000)

export const databaseDown: Row = {
  name: 'F4',
  title: 'the database is killed, away, and back',
  act: (trial, stage) =>
    withCrowd(trial, stage, async crowd => {
      const { acks, devices } = crowd
      const storm = async () => {
        await pause(1500)
        const before = (await stage.nodes[0]!.program.vitals()).rss
        await stage.database.kill()
        const from = Date.now()
        await pause(awayFor(trial.by))
        const refusals = devices.flatMap(one => one.refusals).filter(({ at }) => at >= from)
        if (!refusals.some(({ code }) => code === 'unavailable'))
          trial.find(
            `sends were refused with ${[...new Set(refusals.map(({ code }) => code))]}, never with unavailable`,
          )
        const late = acks.filter(({ at }) => at > from + 300)
        if (late.length > 0) trial.find(`${late.length} sends were acked while the database was down`)
        const { rss } = await stage.nodes[0]!.program.vitals()
        trial.measure('memory grown MiB', (rss - before) / 2 ** 20, trial.by(128, 64, 64))
        await stage.database.start()
        const back = Date.now()
        const took = await until(() => acks.some(({ at }) => at > back), 60_000)
        trial.time('first ack after its return ms', took, 5000)
        await pause(1000)
      }
      await talkDuring(crowd, trial.by(8, 60, 300), storm())
    }),
}

export const nodesApart: Row = {
  name: 'F6',
  title: 'two nodes cannot hear each other',
  setting: () => ({ isLined: true }),
  act: (trial, stage) =>
    withCrowd(trial, stage, async crowd => {
      const storm = async () => {
        await pause(1000)
        const { toRedis } = stage.nodes[trial.dice.below(stage.nodes.length)]!
        toRedis!.set({ isHalfOpen: true, isRefusing: true })
        const before = crowd.acks.length
        await pause(trial.by(6000, 20_000, 60_000))
        if (crowd.acks.length === before) trial.find('nothing was acked while the nodes were apart')
        toRedis!.set({ isHalfOpen: false, isRefusing: false })
        toRedis!.reset()
      }
      await talkDuring(crowd, trial.by(8, 60, 300), storm())
      trial.time(
        'level after ms',
        await until(() => crowd.devices.every(one => one.isAtRest()), 60_000),
        5000,
      )
    }),
}

export const storeApart: Row = {
  name: 'F7',
  title: 'a node with clients cannot reach the database',
  setting: () => ({ isLined: true }),
  act: (trial, stage) =>
    withCrowd(trial, stage, async crowd => {
      const storm = async () => {
        await pause(1000)
        const index = trial.dice.below(stage.nodes.length)
        const node = stage.nodes[index]!
        const own = crowd.devices.filter((_, n) => n % stage.nodes.length === index)
        const marks = own.map(({ answers }) => answers.length)
        node.toDatabase!.set({ isHalfOpen: true, isRefusing: true })
        const from = Date.now()
        const unready = until(async () => (await statusOf(node)) === 503, 20_000, 200)
        await pause(trial.by(12_000, 20_000, 60_000))
        trial.measure('not ready after ms', await unready, trial.by(20_000, 5000, 5000))
        if ((await statusOf(node)) !== 503)
          trial.find('the node says that it is ready and cannot reach the database')
        const late = own.flatMap(({ answers }, n) => answers.slice(marks[n])).map(({ at }) => at - from)
        trial.measure('last ack after ms', Math.max(0, ...late), 5000)
        node.toDatabase!.set({ isHalfOpen: false, isRefusing: false })
        node.toDatabase!.reset()
        trial.time(
          'ready again after ms',
          await until(async () => (await statusOf(node)) === 200, 60_000),
          10_000,
        )
      }
      await talkDuring(crowd, trial.by(8, 60, 300), storm())
    }),
}

/** What `GET /health` answers; 0 where it does not within 3 s, as for a load balancer. */
const statusOf = (node: StageNode): Promise<number> =>
  fetch(`${urlOf(node)}/health`, { signal: AbortSignal.timeout(3000) }).then(
    async answer => {
      await answer.arrayBuffer()
      return answer.status
    },
    () => 0,
  )
