/** F18: mutated frames by the thousand. */
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import type { Fault } from '@community-chat/shared/protocol/faults'
import { makeRoom, signUp, urlOf } from '../crowd'
import { type Link, openLink } from '../link'
import { mutate } from '../mutate'
import { type Row, type Trial, until } from '../trial'

const stack = /\n\s+at |node_modules|\.[jt]s:\d/

export const garbage: Row = {
  name: 'F18',
  title: 'mutated frames',
  setting: () => ({ nodes: 1, hasRedis: false }),
  async act(trial, { nodes: [node] }) {
    const person = await signUp(node!, 'fool')
    const roomId = await makeRoom(node!, [person])
    let answers = 0
    const heard = (frame: object) => {
      answers++
      const text = JSON.stringify(frame)
      if (stack.test(text.replaceAll('\\n', '\n')))
        trial.find(`an answer tells of the code: ${text.slice(0, 300)}`)
    }
    const open = () => openLink({ url: () => urlOf(node!, 'ws'), token: person.token, heard })
    const links = Array.from({ length: 20 }, open)
    await until(() => links.every(link => link.isOpen()), 20_000)
    await node!.program.vitals()
    const frames = trial.by(10_000, 50_000, 1_000_000)
    await Promise.all(links.map(link => talkGarbage(link, trial, roomId, frames / links.length)))
    const { longestTurn, pollution } = await node!.program.vitals()
    trial.measure('frames', frames)
    trial.measure('answers', answers)
    trial.time('longest turn ms', longestTurn, 100)
    if (pollution.length > 0) trial.find(`every object has ${pollution}`)
    if (answers < frames / 20) trial.find(`only ${answers} of ${frames} frames were answered`)
    const steady = open()
    const input = { type: messages.routes.history.type, roomId, limit: 1 }
    const isServed = () =>
      steady.isOpen() &&
      steady.ask(input).then(
        () => true,
        () => false,
      )
    if ((await until(isServed, 60_000)) === Infinity) trial.find('nobody is served any more')
    for (const link of [...links, steady]) link.end()
  },
}

/** Sends garbage, and asks something sensible before twenty bad frames in a row would close the socket. */
async function talkGarbage(link: Link, { dice, find }: Trial, roomId: string, frames: number): Promise<void> {
  const good = [
    { type: 'send_message', id: 'mutated-1', roomId, content: { type: 'text', text: 'hello' } },
    { type: 'history', id: 'mutated-2', roomId, before: 10, limit: 5 },
    { type: 'sync', id: 'mutated-3', rooms: { [roomId]: 1 }, since: 'x' },
    { type: 'watch', id: 'mutated-4', userIds: ['a', 'b'] },
    { type: 'update_presence', id: 'mutated-5', status: 'away', customStatus: 'x' },
  ].map(frame => JSON.stringify(frame))
  for (let sent = 0; sent < frames;) {
    if ((await until(() => link.isOpen(), 60_000)) === Infinity) return find('a socket does not come back')
    for (let n = 0; n < 15; n++, sent++) link.send(mutate(dice.pick(good)!, dice))
    const { code } = await link.ask({ type: 'watch', userIds: [] }).then(
      () => ({ code: 'answered' }),
      (error: Fault) => error,
    )
    if (!['answered', 'offline', 'timeout'].includes(code)) find(`a good frame was refused: ${code}`)
  }
}
