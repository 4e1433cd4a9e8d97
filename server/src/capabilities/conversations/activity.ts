/** When something was last said in each room: a hint for sorting lists, written behind at most once a second. */
import type { Context } from '../../kernel/context'
import type { MessageDoc } from '../messages/api'
import * as rooms from '../rooms/api'

const writeEvery = 1000
const times = new Map<string, Date>()
let timer: NodeJS.Timeout | undefined

/** Notes a message: its room moves up in lists, and its sender has read up to it. */
export function note(_ctx: Context, { message }: { message: MessageDoc }): void {
  if (message.type === 'text') rooms.moveReadSoon(message.roomId, message.senderId, message.seq)
  times.set(message.roomId, message.createdAt)
  timer ??= setTimeout(() => void flush().catch(() => undefined), writeEvery)
}

/** Writes what was noted. */
export async function flush(): Promise<void> {
  clearTimeout(timer)
  timer = undefined
  const written = new Map(times)
  times.clear()
  await rooms.touch(written)
}
