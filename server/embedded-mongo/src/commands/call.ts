import type { Document } from '../query/bson'
import { mongoFault, typeMismatch } from '../query/fault'
import type { Cursors } from '../cursors'
import type { Storage } from '../storage/records'
import type { Writer } from '../storage/writer'

/** What every command works on. */
export interface Service {
  storage: Storage
  writer: Writer
  cursors: Cursors
  /** The clock, so that tests can move it. */
  now: () => Date
}

/** Who asks. */
export interface Caller {
  connectionId: number
  /** Over a socket that only the user of this process may open. */
  isPrivate: boolean
}

/** One command as it arrived: its name, its database, the body, and document sequences still as bytes. */
export interface Call extends Caller {
  service: Service
  name: string
  database: string
  body: Document
  sequences: Map<string, Uint8Array[]>
}

/** A reply: a document, or one already encoded. */
export type Reply = Document | Uint8Array

/** The collection a command names. */
export function collectionName(call: Call): string {
  const value = call.body[call.name]
  if (typeof value !== 'string') throw typeMismatch(`collection name has invalid type ${typeof value}`)
  if (value === '')
    throw mongoFault(73, 'InvalidNamespace', `Invalid namespace specified '${call.database}.'`)
  return value
}

/** The full name of the collection a command is about. */
export const namespaceOf = (call: Call): string => `${call.database}.${collectionName(call)}`
