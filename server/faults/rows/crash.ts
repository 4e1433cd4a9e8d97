/** F2: a node dies at the worst moments, by a failpoint that is planted into a copy of its bundle. */
import { bundle } from '../../src/law/plants'
import { type Crowd, talkDuring, withCrowd } from '../crowd'
import { pause, type Row, type Trial, until } from '../trial'

const dies = "process.kill(process.pid, 'SIGKILL')"

/** Dies when a text that begins with `fatal` is durable and not acked yet. */
const beforeAck = () =>
  bundle('before-ack', text =>
    text.replace(
      /(Messages\w*\.collection\.insertMany\((\w+), [^;]*\);\s+)(return null;)/,
      `$1if ($2.some(one => one.content?.text?.startsWith('fatal'))) ${dies}; $3`,
    ),
  )

/** Acks a text that begins with `fatal` and dies without having told anybody. */
const beforeFanOut = () =>
  bundle('before-fan-out', text =>
    text.replace(
      /(if \("existing" in (\w+)\) return (\w+)\(\w+\.existing\);\s+)(announce\w*\()/,
      `$1if ($2.doc.content?.text?.startsWith('fatal')) { setTimeout(() => ${dies}, 30); return $3($2.doc) } $4`,
    ),
  )

const rowOf = (title: string, plant: typeof beforeAck): Row => ({
  name: 'F2',
  title,
  setting: () => {
    const { program, undo } = plant()
    return { program, ended: undo }
  },
  act: (trial, stage) =>
    withCrowd(trial, stage, async crowd => {
      for (let n = trial.by(1, 3, 10); n > 0; n--)
        await talkDuring(crowd, trial.by(6, 40, 100), dieOnce(crowd, trial))
    }),
})

/** One device says what its node dies of; the node comes back, and everybody must show it soon after. */
async function dieOnce(crowd: Crowd, { dice, find, time }: Trial): Promise<void> {
  const { stage, devices } = crowd
  await pause(dice.below(500))
  const speaker = devices[dice.below(devices.length)]!
  const roomId = [...speaker.rooms.keys()][0]!
  const before = crowd.attempts.length
  speaker.say(roomId, 'fatal')
  const { clientId } = crowd.attempts.slice(before).find(one => one.turn?.device === speaker.name)!
  // The one that its device is on: that may still be the other's, where its own was away before.
  const deaths = stage.nodes.map(node => node.program.ended.then(() => node))
  const dead = await Promise.race([...deaths, pause(15_000)])
  if (!dead) return find('the failpoint was not reached')
  dead.isUp = false
  await dead.start()
  const ack = () => crowd.acks.find(one => one.clientId === clientId)
  await until(() => ack() !== undefined, 20_000)
  const inside = devices.filter(({ rooms }) => rooms.has(roomId))
  const isShown = () => inside.every(({ shown }) => shown.some(({ id }) => id === ack()?.id))
  const took = await until(() => inside.every(one => one.isOpen()), 20_000)
  time('shown to all after the return ms', took === Infinity ? took : await until(isShown, 20_000), 2000)
}

export const crashes = [
  rowOf('a node dies between durable write and ack', beforeAck),
  rowOf('a node dies between ack and fan-out', beforeFanOut),
]
