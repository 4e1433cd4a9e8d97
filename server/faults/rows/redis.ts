/** F3: Redis is killed, stays away, and comes back empty. */
import { talkDuring, withCrowd } from '../crowd'
import { pause, type Row, until } from '../trial'

export const redis: Row = {
  name: 'F3',
  mostlyWaits: true,
  title: 'Redis killed, away, and back empty',
  act: (trial, stage) =>
    withCrowd(trial, stage, async crowd => {
      const { devices, acks, rooms } = crowd
      /** From an ack until all of its room show it, for one message that is said now. */
      const crossing = async () => {
        const speaker = devices[0]!
        const roomId = [...speaker.rooms.keys()].find(id => rooms.includes(id))!
        speaker.say(roomId, 'crossing')
        const clientId = crowd.attempts.findLast(one => one.turn?.device === speaker.name)!.clientId
        const ack = () => acks.find(one => one.clientId === clientId)
        if ((await until(() => ack() !== undefined, 20_000)) === Infinity) return Infinity
        const inside = devices.filter(one => one.rooms.has(roomId))
        return until(() => inside.every(({ shown }) => shown.some(({ id }) => id === ack()!.id)), 20_000)
      }
      const storm = async () => {
        await pause(1000)
        await stage.redis!.kill()
        const before = acks.length
        await pause(trial.by(3000, 10_000, 30_000))
        if (acks.length === before) trial.find('nothing was acked while Redis was away')
        trial.time('crossing without Redis ms', await crossing(), 1000)
        await stage.redis!.start()
        await pause(5000)
        trial.time('crossing after its return ms', await crossing(), 500)
      }
      await talkDuring(crowd, trial.by(8, 60, 300), storm())
    }),
}
