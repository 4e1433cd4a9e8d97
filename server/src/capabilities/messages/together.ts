/** Reading rooms for many at once: what they ask for at the same moment is one command. */
import type { PipelineStage } from 'mongoose'
import { gathering } from '../../kernel/store/loader'
import { Messages } from './model'

const readsAtOnce = 32
/** Rows of one part of an answer. */
const batchSize = 1000

/** What one read is: a `$match` with an index, `$sort`, `$limit`, and what is shown of it. */
export type Read = Exclude<PipelineStage, PipelineStage.Merge | PipelineStage.Out>[]

/**
 * A read of messages; whoever asks the same meanwhile shares the rows. Rooms are read one after the other within a
 * command, each as of its own moment, on a majority.
 */
export function readTogether<A extends (string | number | number[])[], D extends object>(
  read: (...asked: A) => Read,
): (...asked: A) => Promise<D[]> {
  const gathered = gathering<D[]>(async keys => {
    const [first, ...others] = keys.map((key, asked) => [
      ...read(...(JSON.parse(key) as A)),
      { $set: { asked } },
    ])
    const unions = others.map(pipeline => ({ $unionWith: { coll: Messages.collection.name, pipeline } }))
    const options = { readConcern: 'majority', batchSize } as const
    const rows = await Messages.collection.aggregate([...first!, ...unions], options).toArray()
    const found = new Map(keys.map(key => [key, [] as D[]]))
    for (const { asked, ...row } of rows) found.get(keys[asked]!)!.push(row as D)
    return found
  }, readsAtOnce)
  return async (...asked) => (await gathered(JSON.stringify(asked)))!
}
