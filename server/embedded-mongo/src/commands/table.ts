import { MongoFault, mongoFault } from '../query/fault'
import { encode, type Document } from '../query/bson'
import { aggregate } from './aggregate'
import { backup } from './backup'
import type { Call, Reply } from './call'
import { collections } from './collections'
import type { Command, Commands } from './command'
import { remove } from './delete'
import { explain } from './explain'
import { findAndModify } from './find-and-modify'
import { find } from './find'
import { handshake } from './handshake'
import { indexes } from './indexes'
import { insert } from './insert'
import { more } from './more'
import { update } from './update'
import { validate } from './validate'
import { wantsFlush } from './write-concern'

/** Every command this server knows. */
export const commands: Commands = {
  ...handshake,
  ...collections,
  ...indexes,
  ...find,
  ...more,
  ...insert,
  ...update,
  ...remove,
  ...findAndModify,
  ...aggregate,
  ...explain,
  ...validate,
  ...backup,
}

// Arguments that change nothing for one server without replication, users or time limits.
const EVERYWHERE = new Set([
  '$db',
  'comment',
  'maxTimeMS',
  'readConcern',
  'writeConcern',
  'apiVersion',
  'apiStrict',
  'apiDeprecationErrors',
  '$clusterTime',
  '$readPreference',
  'mayBypassWriteBlocking',
])
const SESSIONS = ['lsid', 'txnNumber', 'startTransaction', 'autocommit', 'stmtId', 'stmtIds']
const SESSION_COMMANDS = new Set([
  'startSession',
  'refreshSessions',
  'killSessions',
  'commitTransaction',
  'abortTransaction',
])

/** Runs one command and gives its reply as BSON; refusals are replies too. */
export async function answer(call: Call): Promise<Uint8Array> {
  try {
    return encoded(await dispatch(call))
  } catch (error) {
    return encoded(refusal(error))
  }
}

async function dispatch(call: Call): Promise<Reply> {
  const command = Object.hasOwn(commands, call.name) ? commands[call.name] : undefined
  if (SESSION_COMMANDS.has(call.name))
    throw illegal('sessions and transactions are not supported by this server')
  if (!command) throw mongoFault(59, 'CommandNotFound', `no such command: '${call.name}'`)
  checkArguments(call, command)
  const { storage, writer } = call.service
  switch (command.kind) {
    case 'plain':
      return command.run(call)
    case 'read':
      if (!writer.isQuiet) await writer.quiet()
      storage.environment.root.resetReadTxn()
      return command.run(call)
    default:
      return writer.write(() => command.run(call), {
        durable: wantsFlush(call.body),
        exclusive: command.kind === 'schema',
        atomic: command.kind !== 'write',
      })
  }
}

const illegal = (message: string) => mongoFault(20, 'IllegalOperation', message)

function checkArguments(call: Call, command: Command): void {
  if (command.accepts === 'anything') return
  for (const name of Object.keys(call.body)) {
    if (SESSIONS.includes(name)) {
      throw illegal(
        'Transaction numbers are only allowed on a replica set member or mongos; this server has no sessions',
      )
    }
    if (name === call.name || EVERYWHERE.has(name) || command.accepts.includes(name)) continue
    throw mongoFault(40415, 'Location40415', `BSON field '${call.name}.${name}' is an unknown field.`)
  }
  const level = (call.body['readConcern'] as Document | undefined)?.['level']
  if (level === 'snapshot')
    throw mongoFault(246, 'SnapshotUnavailable', 'readConcern snapshot is not supported by this server')
}

function refusal(error: unknown): Document {
  if (error instanceof MongoFault) {
    const { code, codeName, message, extra } = error
    return { ok: 0, errmsg: message, code, codeName, ...extra }
  }
  console.error(error)
  return { ok: 0, errmsg: `internal error: ${(error as Error).message}`, code: 1, codeName: 'InternalError' }
}

const encoded = (reply: Reply): Uint8Array => (reply instanceof Uint8Array ? reply : encode(reply))
