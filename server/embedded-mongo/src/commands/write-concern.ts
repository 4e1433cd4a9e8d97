import { numberOf, type Document } from '../query/bson'
import { badValue, failedToParse } from '../query/fault'
import { documentArgument } from './arguments'

/** Tells whether a write must be flushed before it is acknowledged: `j: true` and `w: 'majority'` ask for that. */
export function wantsFlush(body: Document): boolean {
  const concern = documentArgument(body, 'writeConcern')
  if (!concern) return false
  const { w, j, fsync } = concern
  const nodes = numberOf(w)
  if (nodes !== undefined && nodes > 1) throw badValue("cannot use 'w' > 1 when a host is not replicated")
  if (nodes === undefined && w !== undefined && w !== 'majority') {
    throw failedToParse(`w has to be a number or 'majority' on a server that is alone; found: ${String(w)}`)
  }
  return w === 'majority' || j === true || fsync === true || numberOf(j) === 1
}
