/** F5: on the wire of the database every message is acknowledged, journaled, before its ack leaves the server. */
import { BSON } from 'mongodb'
import { talkDuring, withCrowd } from '../crowd'
import type { Tap } from '../proxy'
import { type Row, until } from '../trial'

/** What the database has acknowledged with its journal, and the inserts that it has not answered yet. */
const durable = new Set<string>()
const asked = new Map<string, string[]>()
const rest = new Map<string, Buffer>()

/** Reads the database's wire as it passes: 13 messages in, 1 reply out, told apart by their ids. */
const hear: Tap = (part, to, connection) => {
  const stream = `${to} ${connection}`
  let bytes = Buffer.concat([rest.get(stream) ?? Buffer.alloc(0), part])
  while (bytes.length >= 16 && bytes.length >= bytes.readInt32LE(0)) {
    const size = bytes.readInt32LE(0)
    if (bytes.readInt32LE(12) === 2013) take(bytes.subarray(0, size), to, connection)
    bytes = bytes.subarray(size)
  }
  rest.set(stream, bytes)
}

function take(message: Buffer, to: 'near' | 'far', connection: number): void {
  const { body, rows } = sectionsOf(message)
  if (to === 'far') {
    const { w, j } = (body.writeConcern ?? {}) as { w?: unknown; j?: unknown }
    if (body.insert !== 'messages' || w !== 'majority' || j !== true) return
    const clientIds = [...rows, ...((body.documents as BSON.Document[]) ?? [])].map(row =>
      String(row.clientId),
    )
    asked.set(`${connection} ${message.readInt32LE(4)}`, clientIds)
  } else {
    const written = asked.get(`${connection} ${message.readInt32LE(8)}`) ?? []
    for (const clientId of written.slice(0, Number(body.n ?? 0))) durable.add(clientId)
  }
}

function sectionsOf(message: Buffer): { body: BSON.Document; rows: BSON.Document[] } {
  let body: BSON.Document = {}
  const rows: BSON.Document[] = []
  for (let at = 20; at < message.length;) {
    const kind = message[at++]
    const size = message.readInt32LE(at)
    if (kind === 0) body = BSON.deserialize(message.subarray(at, at + size))
    else
      for (let row = message.indexOf(0, at + 4) + 1; row < at + size; row += message.readInt32LE(row))
        rows.push(BSON.deserialize(message.subarray(row, row + message.readInt32LE(row))))
    at += size
  }
  return { body, rows }
}

export const journaled: Row = {
  name: 'F5',
  title: 'the journal comes before the ack',
  setting: () => ({ isLined: true, tap: hear }),
  act: (trial, stage) =>
    withCrowd(trial, stage, async crowd => {
      const { acks } = crowd
      let inversions = 0
      acks.push = (...news) => {
        inversions += news.filter(({ clientId }) => !durable.has(clientId)).length
        return Array.prototype.push.apply(acks, news)
      }
      const wanted = trial.by(100, 2000, 10_000)
      await talkDuring(
        crowd,
        trial.by(10, 100, 300),
        until(() => acks.length >= wanted, 300_000),
      )
      trial.measure('acks before the journal', inversions, 0)
    }),
}
