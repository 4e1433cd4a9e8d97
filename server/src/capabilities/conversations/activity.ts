/** When something was last said in each room: a hint for sorting lists, written behind at most once a second. */
import type { Context } from '../../kernel/context'
import type { MessageDoc } from '../messages/api'
import * as rooms from '../rooms/api'
import { bringBack, type Sayings } from './places'

const writeEvery = 1000
let times = new Map<string, Date>()
let sayings: Sayings = new Map()
/** What pushes go out in. */
let context: Context | undefined
let timer: NodeJS.Timeout | undefined

/** Begins; pushes go out in this context. */
export async function start(ctx: Context): Promise<void> {
  context = ctx
}

/** Notes a message: its room moves up in lists, and its sender has read up to it. What stands aside does neither. */
export function note(_ctx: Context, { message }: { message: MessageDoc }): void {
  const { roomId, senderId, seq } = message
  if (message.aside) return
  if (message.countable) {
    rooms.moveReadSoon(roomId, senderId, seq)
    const said = sayings.get(roomId) ?? new Map<string, number>()
    sayings.set(roomId, said.set(senderId, Math.max(seq, said.get(senderId) ?? 0)))
  }
  times.set(roomId, message.createdAt)
  timer ??= setTimeout(() => void flush().catch(() => undefined), writeEvery)
}

/** Writes what was noted. */
export async function flush(): Promise<void> {
  clearTimeout(timer)
  timer = undefined
  const [written, said] = [times, sayings]
  times = new Map()
  sayings = new Map()
  await rooms.touch(written)
  if (context && said.size > 0) await bringBack(context, said)
}
