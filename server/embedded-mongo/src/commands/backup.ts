import { isAbsolute } from 'node:path'
import type { Document } from '../query/bson'
import { badValue, mongoFault } from '../query/fault'
import { copyEnvironment } from '../storage/copy'
import type { Call } from './call'
import type { Commands } from './command'

/** A command of this server's own: `{ backup: 1, to: FOLDER }` copies everything into a new folder while it is served. */
export const backup: Commands = {
  backup: { kind: 'plain', accepts: ['to'], run: runBackup },
}

async function runBackup({ service, body, isPrivate }: Call): Promise<Document> {
  // Over TCP anyone on this machine may ask, and the copy is written with the rights of this process.
  if (!isPrivate)
    throw mongoFault(13, 'Unauthorized', 'a backup is made only for who asks over the Unix socket')
  const folder = body['to']
  if (typeof folder !== 'string' || !isAbsolute(folder)) throw badValue("'to' must be an absolute path")
  try {
    return { bytes: await copyEnvironment(service.storage.environment, folder), ok: 1 }
  } catch (error) {
    throw badValue(`no backup to ${folder}: ${(error as Error).message}`)
  }
}
