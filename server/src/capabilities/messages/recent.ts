/**
 * The latest changes of rooms, kept by this node: after a cut everybody asks for the same. Nothing is told from memory
 * alone: whoever asks reads what changed since it was last looked, and is spared the rest.
 */
import { readTogether } from '../../kernel/store/together'
import { type MessageDoc, Messages } from './model'

/** Changes that are read at once; a room that moved by more meanwhile is forgotten. */
const readAtOnce = 200
/** Past so many messages of a room only the latest of them stay. */
const mostOfRoom = 600
const keptOfRoom = 400
/** All rooms together, in bytes of JSON; those that were not asked for the longest go first. */
const mostBytes = 16 * 1024 * 1024

/** Every message of a room whose latest change lies above `from`, as it was when the room stood at `to`. */
interface Recent {
  from: number
  to: number
  byId: Map<string, { doc: MessageDoc; bytes: number }>
  /** The same by rising rev, and by falling seq. */
  byRev: MessageDoc[]
  bySeq: MessageDoc[]
  bytes: number
}

const kept = new Map<string, Recent>()
let bytes = 0

/** Changes of a room above a value by rising rev, at most one more than `limit`, which is 200 at the most. */
export async function changedAbove(roomId: string, value: number, limit: number): Promise<MessageDoc[]> {
  const recent = await reachingTo(roomId, value)
  if (recent) return recent.byRev.filter(({ rev }) => rev > value).slice(0, limit + 1)
  const docs = await readAbove(roomId, value, limit)
  if (docs.length > 0 && docs.length <= limit) keep(roomId, value, docs)
  return docs
}

/**
 * What was said in a room above a seq and up to another, the newest first, at most `most` of it; null where that is not
 * known. `upTo` must be covered by a change that was read before.
 */
export async function saidLately(
  roomId: string,
  above: number,
  upTo: number,
  most: number,
): Promise<MessageDoc[] | null> {
  const recent = kept.get(roomId)
  if (!recent || recent.to < upTo) return null
  const found = () => {
    // No message has a rev below its seq: above `from` none is missing.
    const rows = recent.bySeq.filter(({ seq }) => seq > above && seq > recent.from && seq <= upTo)
    return above >= recent.from || rows.length >= most ? rows.slice(0, most) : null
  }
  const rows = found()
  if (rows) return rows
  await widen(roomId, recent)
  return found()
}

/**
 * The newest of a room that stand in it, from a seq on and no more than `most`, as it was at a value or later; null where
 * that is not known.
 */
export function newestLately(roomId: string, fromSeq: number, most: number, at: number): MessageDoc[] | null {
  const recent = kept.get(roomId)
  if (!recent || recent.to < at) return null
  const { from, bySeq } = recent
  const rows = bySeq.filter(({ seq, aside }) => !aside && seq > from && seq >= fromSeq).slice(0, most)
  return rows.length === most || fromSeq > from ? rows : null
}

/** Forgets all rooms: the server stops, and who starts it again may do so with another store. */
export function forgetAll(): void {
  for (const roomId of [...kept.keys()]) forget(roomId)
}

/** What is kept of a room, with all changes until now; undefined where it does not reach down to a value. */
async function reachingTo(roomId: string, value: number): Promise<Recent | undefined> {
  const recent = kept.get(roomId)
  if (!recent || value < recent.from) return undefined
  await renew(roomId, recent)
  // Meanwhile it may have been forgotten, or its older part.
  return kept.get(roomId) === recent && value >= recent.from ? recent : undefined
}

async function renew(roomId: string, recent: Recent): Promise<void> {
  const docs = await readAbove(roomId, recent.to, readAtOnce)
  if (kept.get(roomId) !== recent) return
  if (docs.length > readAtOnce) return forget(roomId)
  kept.delete(roomId)
  kept.set(roomId, recent)
  add(recent, docs)
  recent.to = Math.max(recent.to, docs.at(-1)?.rev ?? 0)
  makeRoom()
}

/** Keeps older messages too: somebody has not read for long, and others neither. */
async function widen(roomId: string, recent: Recent): Promise<void> {
  const { from } = recent
  if (from === 0 || recent.byRev.length + readAtOnce > mostOfRoom) return
  const docs = await readBelow(roomId, from, readAtOnce)
  // What was changed while that was read stands above now.
  await renew(roomId, recent)
  if (kept.get(roomId) !== recent || recent.from !== from) return
  recent.from = docs.length < readAtOnce ? 0 : docs.at(-1)!.rev - 1
  add(recent, docs)
  makeRoom()
}

function keep(roomId: string, from: number, docs: MessageDoc[]): void {
  forget(roomId)
  const recent: Recent = { from, to: docs.at(-1)!.rev, byId: new Map(), byRev: [], bySeq: [], bytes: 0 }
  kept.set(roomId, recent)
  add(recent, docs)
  makeRoom()
}

function add(recent: Recent, docs: MessageDoc[]): void {
  if (docs.length === 0) return
  for (const doc of docs) {
    const known = recent.byId.get(doc._id)
    if (known && known.doc.rev >= doc.rev) continue
    const size = JSON.stringify(doc).length
    recent.byId.set(doc._id, { doc, bytes: size })
    weigh(recent, size - (known?.bytes ?? 0))
  }
  recent.byRev = [...recent.byId.values()].map(({ doc }) => doc).sort((a, b) => a.rev - b.rev)
  if (recent.byRev.length > mostOfRoom)
    for (const doc of recent.byRev.splice(0, recent.byRev.length - keptOfRoom)) {
      weigh(recent, -recent.byId.get(doc._id)!.bytes)
      recent.byId.delete(doc._id)
      recent.from = Math.max(recent.from, doc.rev)
    }
  recent.bySeq = recent.byRev.toSorted((a, b) => b.seq - a.seq)
}

function weigh(recent: Recent, more: number): void {
  recent.bytes += more
  bytes += more
}

function forget(roomId: string): void {
  bytes -= kept.get(roomId)?.bytes ?? 0
  kept.delete(roomId)
}

function makeRoom(): void {
  for (const roomId of kept.keys()) {
    if (bytes <= mostBytes) return
    forget(roomId)
  }
}

/** Those who ask at the same moment share the read. */
const readAbove = readTogether<[roomId: string, value: number, limit: number], MessageDoc>(
  () => Messages,
  (roomId, value, limit) => [
    { $match: { roomId, rev: { $gt: value } } },
    { $sort: { rev: 1 } },
    { $limit: limit + 1 },
  ],
)
const readBelow = readTogether<[roomId: string, value: number, limit: number], MessageDoc>(
  () => Messages,
  (roomId, value, limit) => [
    { $match: { roomId, rev: { $lte: value } } },
    { $sort: { rev: -1 } },
    { $limit: limit },
  ],
)
