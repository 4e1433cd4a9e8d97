/** Frames in: read, count, answer. A bad one gets a fault and the socket stays open. */
import { setTimeout as pause } from 'node:timers/promises'
import { fault } from '@community-chat/shared/protocol/faults'
import { closeCodes } from '@community-chat/shared/protocol/frame'
import type { Kernel } from '../kernel'
import { type Connection, sendFrame } from './connection'
import { dispatch, toFault } from '../dispatch'
import type { Bound } from '../registry'
import { isTooFrequent, putOut } from './pace'
import { inTurn } from './turns'
import { end } from './wire'

const badInARow = 20
const mostBusy = 128
/** Who asks past a limit is told so late, in milliseconds: an answer at once invites the next question. */
const toldLate = 1000

type Frame = Record<string, unknown> & { type: string; id?: string }
type SignIn = (connection: Connection, token: string) => Promise<void>

/** Answers one text frame, now or soon. Never throws. */
export function receive(kernel: Kernel, connection: Connection, data: Buffer, signIn: SignIn): void {
  if (isOpen(connection) && isTooFrequent(connection)) return putOut(connection)
  inTurn(connection, () => void take(kernel, connection, data, signIn))
}

async function take(kernel: Kernel, connection: Connection, data: Buffer, signIn: SignIn): Promise<void> {
  // Closed from here, the other side may keep talking for as long as it likes: nobody listens.
  if (!isOpen(connection)) return
  const frame = read(data)
  if (!frame) return refuse(kernel, connection, undefined, fault('bad_frame'))
  if (frame.type === 'authenticate') return authenticate(kernel, connection, frame, signIn)
  if (!connection.identity) return end(connection, closeCodes.token)
  const bound = kernel.registry.byType.get(frame.type)
  if (!bound) return refuse(kernel, connection, frame, fault('bad_frame', { type: frame.type.slice(0, 64) }))

  // A connection that asks faster than it is answered waits in its own TCP buffer, not in our memory.
  if (++connection.busy >= mostBusy) connection.socket.pause()
  const lane = [frame.roomId, frame.messageId].find(subject => typeof subject === 'string')
  await inLane(connection, lane, handOff => answer(kernel, connection, bound, frame, handOff))
  if (--connection.busy < mostBusy / 2 && connection.socket.isPaused) connection.socket.resume()
}

async function answer(
  kernel: Kernel,
  connection: Connection,
  bound: Bound,
  frame: Frame,
  handOff: () => void,
): Promise<void> {
  const { type: _type, id, ...input } = frame
  const ctx = kernel.contextFor({
    ...connection.identity!,
    address: connection.address,
    device: connection.device,
    connection,
    handOff,
  })
  try {
    const output = await dispatch(bound, ctx, input)
    connection.badFrames = 0
    if (id !== undefined) sendFrame(connection, { type: 'reply', id, data: output })
  } catch (error) {
    const refusal = toFault(error, ctx)
    if (refusal.code === 'rate_limited') {
      handOff()
      await pause(toldLate)
    }
    refuse(kernel, connection, frame, refusal)
  }
}

async function authenticate(
  kernel: Kernel,
  connection: Connection,
  frame: Frame,
  signIn: SignIn,
): Promise<void> {
  if (typeof frame.token !== 'string') return refuse(kernel, connection, frame, fault('bad_frame'))
  const again = connection.identity !== undefined
  try {
    await signIn(connection, frame.token)
    if (again && frame.id !== undefined) sendFrame(connection, { type: 'reply', id: frame.id, data: null })
  } catch {
    // signIn has closed the socket with the code that says why
  }
}

/** Runs frames of one room or message in order of arrival; the next starts when this one is done or handed off. */
async function inLane(
  connection: Connection,
  lane: string | undefined,
  run: (handOff: () => void) => Promise<void>,
): Promise<void> {
  if (lane === undefined) return run(() => undefined)
  const lanes = (connection.lanes ??= new Map())
  const previous = lanes.get(lane)
  let handOff = () => {}
  const free = new Promise<void>(resolve => (handOff = resolve))
  lanes.set(lane, free)
  await previous
  try {
    await run(handOff)
  } finally {
    handOff()
    if (lanes.get(lane) === free) lanes.delete(lane)
  }
}

function refuse(
  kernel: Kernel,
  connection: Connection,
  frame: Partial<Frame> | undefined,
  refusal: ReturnType<typeof fault>,
): void {
  const bad = refusal.code === 'bad_frame' || refusal.code === 'invalid_input'
  connection.badFrames = bad ? connection.badFrames + 1 : 0
  const { code, message, data, retryAfter } = refusal
  sendFrame(connection, { type: 'fault', id: frame?.id, code, message, data, retryAfter })
  if (connection.badFrames >= badInARow) {
    kernel.log.warn({ connection: connection.id }, 'too many bad frames')
    end(connection, closeCodes.badFrames)
  }
}

const isOpen = ({ socket }: Connection): boolean => socket.readyState === socket.OPEN

function read(data: Buffer): Frame | null {
  try {
    const value: unknown = JSON.parse(data.toString('utf8'))
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
    const { type, id } = value as Partial<Frame>
    if (typeof type !== 'string') return null
    if (id !== undefined && (typeof id !== 'string' || id.length > 64)) return null
    return value as Frame
  } catch {
    return null
  }
}
