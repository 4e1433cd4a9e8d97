/** F16: people come and go and talk for a long time. */
import { talkDuring, withCrowd } from '../crowd'
import { pause, quantile, type Row } from '../trial'

export const soak: Row = {
  name: 'F16',
  title: 'memory and descriptors stay where they are',
  act: (trial, stage) =>
    withCrowd(trial, stage, async crowd => {
      const [node] = stage.nodes
      const look = async () => ({
        heap: (await node!.program.vitals(true)).heapUsed,
        open: node!.program.descriptors(),
      })
      const turns = trial.by(3, 6, 20)
      const looks: { heap: number; open: number }[] = []
      for (let n = 0; n < turns; n++) {
        const churn = async () => {
          for (const end = Date.now() + trial.by(3000, 10_000, 30_000); Date.now() < end; await pause(20))
            if (trial.dice.next() < 0.2) trial.dice.pick(crowd.devices)!.cut()
        }
        await talkDuring(crowd, trial.by(8, 40, 100), churn())
        await pause(3000)
        looks.push(await look())
      }
      const half = looks.slice(looks.length >> 1)
      const growth = (100 * (half.at(-1)!.heap - half[0]!.heap)) / half[0]!.heap
      trial.measure('heap MiB', looks.at(-1)!.heap / 2 ** 20)
      trial.measure('heap grown in the second half in per cent', growth, trial.by(40, 20, 10))
      trial.measure(
        'descriptors',
        quantile(
          looks.map(({ open }) => open),
          1,
        ),
      )
      trial.measure('descriptors more than at first', looks.at(-1)!.open - looks[0]!.open, 10)
    }),
}
