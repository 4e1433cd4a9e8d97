/** Garbage on sockets: frames of right shape with wrong contents, and bytes that are no frames. */
import type { Chance } from '../../law/chance'
import { frame, opcodes } from '../wire/frame'
import { openWire, type Wire } from '../wire/wire'
import { rightInput, routes } from './corpus'
import { mutateBytes, mutateInput, mutateText } from './mutate'
import { count, note, type Tally } from './tally'
import type { Target } from './target'

/** Fewer in a row than close a socket, and fewer in a second. */
const perBurst = 15
const perSecond = 350
const socketsEach = 8
/** One in so many is broken as a frame, not only in what it says. */
const brokenOneIn = 60

const typed = routes.filter(route => route.type)
const question = frame('{"type":"watch","userIds":[],"id":"control"}')

/** Throws so many frames at a server over several sockets; resolves when all have been read. */
export async function throwFrames(
  target: Target,
  chance: Chance,
  total: number,
  tally: Tally,
): Promise<void> {
  const throwers = target.people.flatMap(person => Array.from({ length: socketsEach }, () => person))
  let left = total
  const take = () => {
    const some = Math.min(perBurst, left)
    left -= some
    return some
  }
  await Promise.all(
    throwers.map(async person => {
      const line = { wire: undefined as Wire | undefined, second: 0, inSecond: 0 }
      for (let some = take(); some > 0 && !target.isOver(); some = take()) {
        const now = Math.floor(Date.now() / 1000)
        if (line.second !== now) Object.assign(line, { second: now, inSecond: 0 })
        if ((line.inSecond += some + 1) > perSecond)
          await new Promise(done => setTimeout(done, 1010 - (Date.now() % 1000)))
        line.wire = await burst(target, line.wire, person, chance, some, tally)
      }
      line.wire?.destroy()
    }),
  )
}

/** Throws some frames and waits until they are read; gives back the socket while it is of use. */
async function burst(
  { server, isOver }: Target,
  old: Wire | undefined,
  { session, known }: Target['people'][number],
  chance: Chance,
  some: number,
  tally: Tally,
): Promise<Wire | undefined> {
  const wire = old ?? (await openWire(server.port, { token: session.accessToken }).catch(() => undefined))
  if (!wire) {
    // Whoever stops the run may have stopped the server with it.
    if (!isOver()) note(tally, 'a socket could not be opened')
    return undefined
  }
  wire.frames.length = 0
  let last: Buffer = Buffer.alloc(0)
  let isBroken = false
  for (let number = 0; number < some; number++) {
    const route = chance.pick(typed)!
    const text = textFor(chance, route.type!, rightInput(route, known))
    last = frame(Buffer.from(text))
    isBroken ||= chance.below(brokenOneIn) === 0
    wire.send(isBroken ? mutateBytes(chance, last) : last)
    tally.sent++
  }
  if (!isBroken) wire.send(question)
  const over = wire.frame(
    ({ opcode, payload }) =>
      opcode === opcodes.close || (opcode === opcodes.text && payload.includes('"id":"control"')),
    'answer to the control question',
  )
  // Whoever has broken the frames is not always told: half of a frame is waited for.
  if (isBroken) await Promise.race([over.catch(() => undefined), new Promise(done => setTimeout(done, 250))])
  else
    await over.catch(error =>
      note(tally, `${(error as Error).message} behind ${last.toString('latin1').slice(0, 300)}`),
    )
  for (const { opcode, payload } of wire.frames) tell(tally, opcode, payload, last)
  if (!isBroken && wire.frames.every(one => one.opcode !== opcodes.close)) return wire
  wire.destroy()
  return undefined
}

function textFor(chance: Chance, type: string, input: Record<string, unknown>): string {
  const whole = { type, id: 'garbage', ...input, ...(input.type === undefined ? {} : { type }) }
  const text = chance.below(10) === 0 ? JSON.stringify(whole) : mutateInput(chance, whole)
  return chance.below(4) === 0 ? mutateText(chance, text) : text
}

function tell(tally: Tally, opcode: number, payload: Buffer, last: Buffer): void {
  const text = payload.toString()
  if (opcode === opcodes.close)
    return count(tally, `closed ${payload.length < 2 ? 1005 : payload.readUInt16BE(0)}`, '', last)
  if (opcode !== opcodes.text) return count(tally, 'pong', '', last)
  const { type, code } = JSON.parse(text) as { type: string; code?: string }
  if (type === 'fault') return count(tally, `fault ${code}`, text, last)
  // What people said comes back in pushes: it may hold anything.
  count(tally, type === 'reply' ? 'reply' : 'push', '', last)
}
