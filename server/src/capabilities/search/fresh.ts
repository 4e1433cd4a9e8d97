/** New messages at hand until they are made findable, so that they need not be read again. */
import type { MessageDoc } from '../messages/api'

const mostInAll = 5000
const mostOfRoom = 200

/** Of each room that waits, every message with the value after the one before; none where anything else changed. */
const fresh = new Map<string, MessageDoc[]>()
let inAll = 0

/** Keeps a message that was just said, unless something else of its room waits already, or too much is kept. */
export function keepFresh(message: MessageDoc, isWaiting: boolean): void {
  const { roomId, rev } = message
  const kept = fresh.get(roomId)
  const follows = kept ? kept.at(-1)!.rev + 1 === rev && kept.length < mostOfRoom : !isWaiting
  if (!follows || inAll >= mostInAll) return void takeFresh(roomId)
  inAll++
  if (kept) kept.push(message)
  else fresh.set(roomId, [message])
}

/** What is at hand of a room, by rising value without a gap; from now on it is not. */
export function takeFresh(roomId: string): MessageDoc[] {
  const docs = fresh.get(roomId) ?? []
  inAll -= docs.length
  fresh.delete(roomId)
  return docs
}

/** Keeps nothing any more. */
export function forgetFresh(): void {
  inAll = 0
  fresh.clear()
}
