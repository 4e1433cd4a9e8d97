/** F16: people come and go and talk for a long time. */
import { talkDuring, withCrowd } from '../crowd'
import { pause, type Row, type Trial, until } from '../trial'
import { openVisitors } from '../visitors'

/** Into rooms and out of them again in a second: the matrix asks for fifty. */
const movesPerSecond = 50

interface Look {
  /** When, in hours. */
  at: number
  heap: number
}

/** In a rush the pool of lines to the database grows; half a minute after it the spare ones are closed. */
const restsWithin = 90_000

export const soak: Row = {
  name: 'F16',
  title: 'memory and descriptors stay where they are',
  act: (trial, stage) =>
    withCrowd(trial, stage, async crowd => {
      const [node] = stage.nodes
      const look = async (): Promise<Look> => ({
        at: Date.now() / 3_600_000,
        heap: (await node!.program.vitals(true)).heapUsed,
      })
      const visitors = await openVisitors(crowd, trial.by(10, 80, 80))
      const openAtFirst = node!.program.descriptors()
      const looks: Look[] = []
      let asked = 0
      for (let turn = 0; turn < trial.by(3, 20, 24); turn++) {
        const lasts = trial.by(3000, 30_000, 300_000)
        const churn = async () => {
          const end = Date.now() + lasts
          const isOver = () => Date.now() >= end
          const cutting = async () => {
            for (; !isOver(); await pause(20))
              if (trial.dice.next() < 0.2) trial.dice.pick(crowd.devices)!.cut()
          }
          await Promise.all([cutting(), visitors.visit(movesPerSecond, isOver)])
        }
        await talkDuring(crowd, trial.by(8, 40, 100), churn())
        asked += (lasts * movesPerSecond) / 1000
        await pause(3000)
        looks.push(await look())
      }
      judge(trial, looks)
      const more = () => node!.program.descriptors() - openAtFirst
      await until(() => more() <= 10, restsWithin, 1000)
      trial.measure('descriptors more than at first', more(), 10)
      trial.measure('comings and goings in per cent of 50 a second', (100 * visitors.counts.moves) / asked)
      trial.measure('refused of them', visitors.counts.refused)
    }),
}

function judge(trial: Trial, looks: Look[]): void {
  const half = looks.slice(looks.length >> 1)
  const perHour = (100 * slopeOf(half)) / half[0]!.heap
  const hours = half.at(-1)!.at - half[0]!.at
  trial.measure('heap MiB', looks.at(-1)!.heap / 2 ** 20)
  // In an hour one per cent; in minutes the heap breathes by more than that.
  trial.measure('heap grown in the second half in per cent', perHour * hours, trial.by(40, 10, 1))
}

/** How much the heap grows in an hour, by the line that lies closest to all looks (least squares). */
function slopeOf(looks: Look[]): number {
  const mean = (of: (look: Look) => number) => looks.reduce((sum, look) => sum + of(look), 0) / looks.length
  const [at, heap] = [mean(look => look.at), mean(look => look.heap)]
  return mean(look => (look.at - at) * (look.heap - heap)) / mean(look => (look.at - at) ** 2)
}
