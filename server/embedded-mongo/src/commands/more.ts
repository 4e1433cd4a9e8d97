import { Long } from 'bson'
import type { Document } from '../query/bson'
import { typeMismatch } from '../query/fault'
import { countArgument } from './arguments'
import { collectionName, type Call } from './call'
import type { Commands } from './command'
import { cursorReply } from './cursor-reply'

/** What becomes of open cursors: the next batch, or the end. */
export const more: Commands = {
  getMore: { kind: 'read', accepts: ['collection', 'batchSize'], run: runGetMore },
  killCursors: { kind: 'plain', accepts: ['cursors'], run: runKillCursors },
}

function runGetMore(call: Call): Uint8Array {
  const { body, service } = call
  const id = body['getMore']
  if (!(id instanceof Long))
    throw typeMismatch("BSON field 'getMore.getMore' is the wrong type, expected type 'long'")
  const collection = body['collection']
  if (typeof collection !== 'string') throw typeMismatch("BSON field 'getMore.collection' must be a string")
  const namespace = `${call.database}.${collection}`
  const size = countArgument(body, 'batchSize')
  return cursorReply('nextBatch', namespace, service.cursors.more(id, namespace, size))
}

function runKillCursors(call: Call): Document {
  collectionName(call)
  const ids = (call.body['cursors'] as Long[] | undefined) ?? []
  const killed = ids.filter(id => call.service.cursors.kill(id))
  const missing = ids.filter(id => !killed.includes(id))
  return { cursorsKilled: killed, cursorsNotFound: missing, cursorsAlive: [], cursorsUnknown: [], ok: 1 }
}
