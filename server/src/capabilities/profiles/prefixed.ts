/** Rows from before names were found by the words inside them. */
import { Profiles } from './model'
import { prefixesOf } from './prefixes'

const batch = 200

/** Gives those that have none the beginnings of their words. Safe to run on several nodes, and again after a crash. */
export async function giveEveryonePrefixes(): Promise<void> {
  for (;;) {
    const docs = await Profiles.find({ prefixes: null }, { displayName: 1 }).limit(batch).lean()
    if (docs.length === 0) return
    await Profiles.bulkWrite(
      docs.map(({ _id, displayName }) => ({
        updateOne: {
          // A name that changed meanwhile brought its own.
          filter: { _id, displayName, prefixes: null },
          update: { $set: { prefixes: prefixesOf(displayName) } },
          timestamps: false,
        },
      })),
    )
  }
}
