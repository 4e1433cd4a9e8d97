/** Plays a case on a socket and tells what came back. */
import { closing, opcodes } from '../wire/frame'
import { openWire, type Wire } from '../wire/wire'
import type { Answers, Case } from './case'

const text = (payload: Buffer) =>
  JSON.parse(payload.toString()) as { type: string; id?: string; code?: string }

/** Plays it on a socket of the token's; where no close is expected the socket is closed in order behind it. */
export async function play(port: number, token: string, one: Case): Promise<Required<Answers>> {
  const wire = await openWire(port, { token })
  await wire.frame(
    ({ opcode, payload }) => opcode === opcodes.text && text(payload).type === 'welcome',
    'welcome',
  )
  try {
    await write(wire, one)
    if (one.get.close === undefined) await settle(wire, one.get)
    const close = await wire.closed
    // Where the server asks for the end, the device agrees; after an error it may end without that.
    wire.send(closing())
    await wire.ended
    return { ...heard(wire), close }
  } finally {
    wire.destroy()
  }
}

async function write(wire: Wire, { send, chopped }: Case): Promise<void> {
  if (chopped === undefined) return send.forEach(wire.send)
  const bytes = Buffer.concat(send)
  const isSmall = bytes.length / chopped < 1000
  for (let at = 0; at < bytes.length; at += chopped) {
    wire.send(bytes.subarray(at, at + chopped))
    // A turn for each, so that few of them come in one read.
    if (isSmall) await new Promise(resolve => setImmediate(resolve))
  }
}

/** Waits for everything that is expected, then closes. */
async function settle(wire: Wire, { replies = [], faults = [], pongs = [] }: Answers): Promise<void> {
  const count = replies.length + faults.length + pongs.length
  await wire
    .frame(() => {
      const { replies, faults, pongs } = heard(wire)
      return replies.length + faults.length + pongs.length >= count
    }, `${count} answers`)
    .catch(error => {
      // Nothing at all may be what is expected.
      if (count > 0) throw error
    })
  wire.send(closing(1000))
}

function heard({ frames }: Wire): Required<Omit<Answers, 'close'>> {
  const said = frames.flatMap(({ opcode, payload }) => (opcode === opcodes.text ? [text(payload)] : []))
  return {
    replies: said.flatMap(({ type, id }) => (type === 'reply' ? [id!] : [])),
    faults: said.flatMap(({ type, id }) => (type === 'fault' ? [id ?? null] : [])),
    pongs: frames.flatMap(({ opcode, payload }) => (opcode === opcodes.pong ? [payload] : [])),
  }
}
