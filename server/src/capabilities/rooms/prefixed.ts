/** What rooms are found by: the beginnings of the words of their name and topic. */
import { prefixesOf } from '../profiles/api'
import { Rooms } from './model'

const batch = 200

/** The beginnings of all words of a room's name and topic. */
export const wordsIn = ({ name, topic }: { name?: string | null; topic?: string | null }): string[] =>
  prefixesOf(`${name ?? ''} ${topic ?? ''}`)

/** Gives rooms from before there were any theirs. Safe to run on several nodes, and again after a crash. */
export async function giveRoomsPrefixes(): Promise<void> {
  for (;;) {
    const docs = await Rooms.find({ prefixes: null }, { name: 1, topic: 1 }).limit(batch).lean()
    if (docs.length === 0) return
    await Rooms.bulkWrite(
      docs.map(({ _id, name, topic }) => ({
        updateOne: {
          // A name that changed meanwhile brought its own.
          filter: { _id, prefixes: null },
          update: { $set: { prefixes: wordsIn({ name, topic }) } },
          timestamps: false,
        },
      })),
    )
  }
}
