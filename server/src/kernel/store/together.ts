/** Reading a collection for many at once: what they ask for at the same moment is one command. */
import type { Model, PipelineStage } from 'mongoose'
import { gathering } from './loader'

const readsAtOnce = 32
/** Rows of one part of an answer. */
const batchSize = 1000

/** What one read is: a `$match` with an index, `$sort`, `$limit`, and what is shown of it. */
type Read = Exclude<PipelineStage, PipelineStage.Merge | PipelineStage.Out>[]

/**
 * A read of a collection; whoever asks the same meanwhile shares the rows. Within a command one read comes after the
 * other, each as of its own moment, on a majority.
 */
export function readTogether<A extends (string | number | number[])[], D extends object>(
  model: () => Model<any>,
  read: (...asked: A) => Read,
): (...asked: A) => Promise<D[]> {
  const gathered = gathering<D[]>(async keys => {
    const { collection } = model()
    const [first, ...others] = keys.map((key, asked) => [
      ...read(...(JSON.parse(key) as A)),
      { $set: { asked } },
    ])
    const unions = others.map(pipeline => ({ $unionWith: { coll: collection.name, pipeline } }))
    const options = { readConcern: 'majority', batchSize } as const
    const rows = await collection.aggregate([...first!, ...unions], options).toArray()
    const found = new Map(keys.map(key => [key, [] as D[]]))
    for (const { asked, ...row } of rows) found.get(keys[asked]!)!.push(row as D)
    return found
  }, readsAtOnce)
  return async (...asked) => (await gathered(JSON.stringify(asked)))!
}
