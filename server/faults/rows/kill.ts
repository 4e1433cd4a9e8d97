/** F1: a server node is killed with -9 while people talk. */
import { readOwn, talkDuring, withCrowd } from '../crowd'
import { pause, type Row } from '../trial'

export const kill: Row = {
  name: 'F1',
  title: 'kill -9 of a server node while sending',
  act: (trial, stage) =>
    withCrowd(trial, stage, async crowd => {
      const { by, dice } = trial
      let isOver = false
      const storm = async () => {
        for (let n = by(1, 7, 20); n > 0; n--) {
          await pause(300 + dice.below(1200))
          const node = dice.pick(stage.nodes)!
          await node.stop('SIGKILL')
          await pause(dice.below(500))
          await node.start()
        }
        isOver = true
      }
      await Promise.all([talkDuring(crowd, by(8, 60, 300), storm()), readOwn(crowd, () => isOver)])
    }),
}
