/** F10: every message is sent one to five times, over sockets to both nodes, late and out of order. */
import type { Fault } from '@community-chat/shared/protocol/faults'
import type { Ack } from '../history'
import { openLink } from '../link'
import { urlOf, withCrowd } from '../crowd'
import { pause, type Row, until } from '../trial'

export const repeats: Row = {
  name: 'F10',
  title: 'duplicate, reordered and delayed sends',
  isSideBySide: true,
  act: (trial, stage) =>
    withCrowd(trial, stage, async crowd => {
      const { dice, by } = trial
      const { people, devices, attempts, acks } = crowd
      const links = people.map(({ token }) =>
        stage.nodes.map(node => openLink({ url: () => urlOf(node, 'ws'), token })),
      )
      await until(() => links.flat().every(link => link.isOpen()), 15_000)
      const sends: Promise<unknown>[] = []
      for (let n = by(60, 500, 3000); n > 0; n--) {
        const who = dice.below(people.length)
        const { person, rooms } = devices[who]!
        const roomId = dice.pick([...rooms.keys()])!
        const clientId = `repeated-${trial.seed}-${n}`.padStart(20, '-')
        const frame = { type: 'send_message', roomId, clientId, content: { type: 'text', text: `said ${n}` } }
        attempts.push({ clientId, roomId, senderId: person.id, at: Date.now() })
        const send = async () => {
          await pause(dice.below(150))
          const message = (await insist(() => dice.pick(links[who]!)!.ask(frame))) as Ack
          acks.push({
            clientId,
            roomId,
            senderId: person.id,
            at: Date.now(),
            id: message.id,
            seq: message.seq,
          })
        }
        for (let times = 1 + dice.below(5); times > 0; times--) sends.push(send())
        await pause(by(20, 10, 5))
      }
      const refused = (await Promise.allSettled(sends)).flatMap(one =>
        one.status === 'rejected' ? [String(one.reason)] : [],
      )
      if (refused.length > 0) trial.find(`${refused.length} of ${sends.length} sends failed: ${refused[0]}`)
      trial.measure('sends', sends.length)
      for (const link of links.flat()) link.end()
    }),
}

/** Asks again what was not answered, as devices do. */
async function insist<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask()
    } catch (error) {
      if ((error as Fault).code !== 'timeout' || tries === 6) throw error
    }
  }
}
