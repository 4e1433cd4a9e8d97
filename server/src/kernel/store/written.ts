/** Hearing of every write of a model in this process, whoever makes it. */
import type { Schema } from 'mongoose'

/** What is done about a write, given the filter that chose its rows. */
export type Heard = (filter: Record<string, unknown>) => void

/**
 * Must be called before the model is made. Whoever subscribes is called after each write of one row or several by query,
 * before whoever wrote goes on. Bulk writes are not heard: who makes one says so.
 */
export function writesOf(schema: Schema<any>): (heard: Heard) => void {
  const listeners: Heard[] = []
  for (const write of ['updateOne', 'updateMany', 'findOneAndUpdate', 'deleteOne', 'deleteMany']) {
    schema.post(write as 'updateOne', { document: false, query: true }, function () {
      for (const heard of listeners) heard(this.getFilter())
    })
  }
  return heard => void listeners.push(heard)
}
