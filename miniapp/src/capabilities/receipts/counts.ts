/** How many have read a message, of those who tell it and were there. Pure. */
import type { Message } from '@community-chat/shared/capabilities/messages/contract'

/** How far the others in a room have read, and since when each is in it. */
export interface RoomPositions {
  positions: Readonly<Record<string, number>>
  since: Readonly<Record<string, string>>
}

/** Of those who were in the room when it was said, how many there are and how many have read it. */
export function countsOf(
  { positions, since }: RoomPositions,
  { seq, senderId, createdAt }: Pick<Message, 'seq' | 'senderId' | 'createdAt'>,
): { read: number; all: number } {
  let [read, all] = [0, 0]
  for (const [id, position] of Object.entries(positions)) {
    if (id === senderId || (since[id] ?? '') > createdAt) continue
    all++
    if (position >= seq) read++
  }
  return { read, all }
}

/** What is known with what was just told: positions only ever move on. */
export function further(known: RoomPositions, told: Readonly<Record<string, number>>): RoomPositions {
  const news = Object.entries(told).filter(([id, seq]) => seq > (known.positions[id] ?? -1))
  return news.length === 0
    ? known
    : { ...known, positions: { ...known.positions, ...Object.fromEntries(news) } }
}

/** Who tells how far they read has read what they answer; of anybody else an answer tells nothing. */
export function answered(
  known: RoomPositions,
  { senderId, seq, type, threadId, alsoToRoom }: Message,
): RoomPositions {
  const isInRoom = type !== 'system' && (!threadId || alsoToRoom)
  return isInRoom && senderId in known.positions ? further(known, { [senderId]: seq }) : known
}

/** The same without someone who has gone. */
export function without({ positions, since }: RoomPositions, userId: string): RoomPositions {
  const { [userId]: _position, ...left } = positions
  const { [userId]: _since, ...stay } = since
  return { positions: left, since: stay }
}
