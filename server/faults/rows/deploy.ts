/** F15: nodes are replaced one after the other while people talk, as a deployment does. */
import { closeCodes } from '@community-chat/shared/protocol/frame'
import { talkDuring, withCrowd } from '../crowd'
import { pause, type Row } from '../trial'

export const deploy: Row = {
  name: 'F15',
  title: 'graceful restart of each node under load',
  act: (trial, stage) =>
    withCrowd(trial, stage, async crowd => {
      const rolling = async () => {
        for (const node of stage.nodes) {
          const own = crowd.devices.filter((_, n) => stage.nodes[n % stage.nodes.length] === node)
          const before = own.map(({ closes }) => closes.length)
          const begun = Date.now()
          const code = await node.stop('SIGTERM')
          trial.measure('drained in ms', Date.now() - begun, trial.by(30_000, 10_000, 10_000))
          if (code !== 0) trial.find(`a node that was told to stop ended with ${code}`)
          const closes = own.flatMap((device, n) => device.closes.slice(before[n], before[n]! + 1))
          const others = closes.filter(one => one !== closeCodes.goingAway)
          if (others.length > 0) trial.find(`sockets were closed with ${others} instead of 4012`)
          await node.start()
          await pause(1000)
        }
      }
      await talkDuring(crowd, trial.by(8, 60, 300), rolling())
    }),
}
