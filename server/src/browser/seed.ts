/** A room that has been talked in for long, written straight into the embedded database. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { MongoClient } from 'mongodb'
import { newId } from '../kernel/id'
import type { Running } from './running'

interface Seeding {
  roomId: string
  /** Who says what, in turn. */
  senderIds: string[]
  count: number
  text: (n: number) => string
  /** When each was said. */
  at?: (n: number) => Date
}

/** Adds messages after the room's newest one: where nothing else is said a minute apart, the last of them a minute ago. */
export async function seedMessages({ folder }: Running, seeding: Seeding): Promise<void> {
  const { roomId, senderIds, count, text, at: moment } = seeding
  const client = await MongoClient.connect(readFileSync(join(folder, 'mongo.uri'), 'utf8'), {
    retryWrites: false,
  })
  const messages = client.db('chat').collection<{ _id: string; roomId: string; rev: number }>('messages')
  const [newest] = await messages.find({ roomId }).sort({ rev: -1 }).limit(1).toArray()
  const head = newest?.rev ?? 0
  const now = Date.now()
  const documents = Array.from({ length: count }, (_, i) => {
    const seq = head + i + 1
    return {
      _id: newId(),
      roomId,
      senderId: senderIds[i % senderIds.length]!,
      seq,
      rev: seq,
      revs: [seq],
      type: 'text',
      content: { type: 'text', text: text(i + 1) },
      clientId: newId(),
      facets: {},
      aside: false,
      countable: true,
      createdAt: moment?.(i + 1) ?? new Date(now - (count - i) * 60_000),
    }
  })
  for (let at = 0; at < count; at += 1000) await messages.insertMany(documents.slice(at, at + 1000))
  await client.close()
}
