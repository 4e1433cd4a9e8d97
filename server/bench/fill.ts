/** Messages as the server would have written them, straight into its store: sending so many would take an hour. */
import { nanoid } from 'nanoid'
import { Messages } from '../src/capabilities/messages/model'
import { talker } from './text'

/** A room to fill behind what is in it. */
export interface Filling {
  roomId: string
  senderIds: string[]
  count: number
  seed: number
  /** The time of the first of them, and between two, in milliseconds. */
  from: number
  step: number
}

const batch = 500

/** Fills rooms one after the other; answers how many messages there are now. */
export async function fill(rooms: Filling[]): Promise<number> {
  let made = 0
  for (const { roomId, senderIds, count, seed, from, step } of rooms) {
    const say = talker(seed)
    const [newest] = await Messages.find({ roomId }, { rev: 1 }).sort({ rev: -1 }).limit(1).lean()
    const begin = (newest?.rev ?? 0) + 1
    for (let done = 0; done < count; done += batch) {
      const length = Math.min(batch, count - done)
      const docs = Array.from({ length }, (_, i) => {
        const seq = begin + done + i
        const content = { type: 'text', text: say() }
        return {
          _id: nanoid(),
          roomId,
          senderId: senderIds[seq % senderIds.length]!,
          seq,
          rev: seq,
          revs: [seq],
          type: 'text',
          content,
          clientId: nanoid(),
          aside: false,
          facets: {},
          countable: true,
          createdAt: new Date(from + (done + i) * step),
        }
      })
      await Messages.collection.insertMany(docs as never, { ordered: true })
    }
    made += count
  }
  return made
}
