import { Long } from 'bson'
import { mongoFault } from './query/fault'

/** Where a cursor's documents come from, already as the client shall get them. */
export interface Source {
  next(): Uint8Array | undefined
  /** Lets go of the database between two batches. */
  suspend(): void
  /** True once nothing more will come, where that is known without looking. */
  readonly complete: boolean
  /** Throws when the collection under the cursor is gone. */
  check?(): void
}

interface OpenCursor {
  namespace: string
  source: Source
  ahead: Uint8Array | undefined
  usedAt: number
  keepForever: boolean
}

/** One batch of documents and the cursor to fetch the next with; id 0 when there is none. */
export interface Batch {
  documents: Uint8Array[]
  id: Long
}

const FIRST_BATCH = 101
const BATCH_BYTES = 16 * 1024 * 1024
const IDLE_MS = 10 * 60 * 1000

/** The open cursors of a server. One that nobody reads from for ten minutes is closed. */
export class Cursors {
  private readonly open = new Map<string, OpenCursor>()
  private lastId = Date.now() * 1000
  private readonly sweep: NodeJS.Timeout

  constructor(private readonly idleMs = IDLE_MS) {
    this.sweep = setInterval(() => this.expire(), Math.min(idleMs, 30_000)).unref()
  }

  get size(): number {
    return this.open.size
  }

  /** Reads the first batch and keeps the rest, if there may be one. */
  start(
    namespace: string,
    source: Source,
    batchSize = FIRST_BATCH,
    single = false,
    keepForever = false,
  ): Batch {
    const cursor: OpenCursor = { namespace, source, ahead: undefined, usedAt: Date.now(), keepForever }
    const documents = batchSize === 0 ? [] : fill(cursor, batchSize)
    source.suspend()
    if (single || isFinished(cursor, batchSize === 0)) return { documents, id: Long.ZERO }
    const id = Long.fromNumber(++this.lastId)
    this.open.set(id.toString(), cursor)
    return { documents, id }
  }

  /** Reads the next batch. */
  more(id: Long, namespace: string, batchSize: number | undefined): Batch {
    const cursor = this.open.get(id.toString())
    if (!cursor) throw mongoFault(43, 'CursorNotFound', `cursor id ${id.toString()} not found`)
    if (cursor.namespace !== namespace) {
      const message = `Requested getMore on namespace '${namespace}', but cursor belongs to a different namespace ${cursor.namespace}`
      throw mongoFault(13, 'Unauthorized', message)
    }
    cursor.usedAt = Date.now()
    try {
      cursor.source.check?.()
      const documents = fill(cursor, batchSize || Infinity)
      cursor.source.suspend()
      if (!isFinished(cursor, false)) return { documents, id }
      this.open.delete(id.toString())
      return { documents, id: Long.ZERO }
    } catch (error) {
      this.open.delete(id.toString())
      throw error
    }
  }

  /** Closes a cursor; tells whether there was one. */
  kill(id: Long): boolean {
    return this.open.delete(id.toString())
  }

  close(): void {
    clearInterval(this.sweep)
    this.open.clear()
  }

  private expire(): void {
    const limit = Date.now() - this.idleMs
    for (const [id, cursor] of this.open)
      if (!cursor.keepForever && cursor.usedAt < limit) this.open.delete(id)
  }
}

// Looks one document ahead, so that an exhausted cursor says so with its last batch.
function fill(cursor: OpenCursor, batchSize: number): Uint8Array[] {
  const documents: Uint8Array[] = []
  let bytes = 0
  let next = cursor.ahead ?? cursor.source.next()
  cursor.ahead = undefined
  while (next) {
    const isFull =
      documents.length >= batchSize || (documents.length > 0 && bytes + next.length > BATCH_BYTES)
    if (isFull) {
      cursor.ahead = next
      break
    }
    documents.push(next)
    bytes += next.length
    next = cursor.source.complete ? undefined : cursor.source.next()
  }
  return documents
}

const isFinished = (cursor: OpenCursor, unread: boolean) => !unread && cursor.ahead === undefined
