/** What a room is to one person: its newest message, and what they have not read of it. */
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import { ask, checkPoint } from '../../kernel/checks'
import type { Context } from '../../kernel/context'
import { readTogether } from '../../kernel/store/together'
import { callsReader, isCalled } from './calls'
import { type MessageDoc, Messages } from './model'
import { present } from './present'
import { newestLately, saidLately } from './recent'

const countedUpTo = 100
const lookedAt = 200
const lookedBack = 50
/** So little that whom it calls is read at once for everyone who asks. */
const fewRows = 30

/** What a person hid from themselves in a room, from one seq up to another: for them it is not there. */
export interface Hidden {
  userId: string
  roomId: string
  from: number
  to: number
  seqs: ReadonlySet<number>
}
/** Asked before something is counted for a person; the answer adds the seqs that they hid. */
export const hiding = checkPoint<Hidden>('messages.hiding', { within: 3000, onFailure: 'closed' })

const hiddenFrom = async (ctx: Context, range: Omit<Hidden, 'seqs'>): Promise<ReadonlySet<number>> =>
  (await ask(ctx, hiding, { ...range, seqs: new Set<number>() })).value.seqs

/**
 * The newest message of a room that someone who sees from `fromSeq` may see and did not hide, among the newest 50; as it
 * was when the room stood at a value, or later.
 */
export async function newestOf(
  ctx: Context,
  roomId: string,
  userId: string,
  fromSeq: number,
  at: number,
): Promise<Message | null> {
  const newest = async (most: number) =>
    newestLately(roomId, fromSeq, most, at) ?? (await newestOfRoom(roomId, fromSeq, most))
  const [doc] = await newest(1)
  if (!doc) return null
  const { seq } = doc
  if ((await hiddenFrom(ctx, { userId, roomId, from: seq, to: seq })).size === 0) return present(doc)
  const docs = await newest(lookedBack)
  const hidden = await hiddenFrom(ctx, { userId, roomId, from: docs.at(-1)!.seq, to: docs[0]!.seq })
  const shown = docs.find(one => !hidden.has(one.seq))
  return shown ? present(shown) : null
}

/**
 * How far a person has read at least, given the stored position, and what others said above it and up to a seq: counted
 * among the newest 200, at most 100, shown as 99+; and whether any of it calls them, in a thread or not. What they said
 * themselves they have read, also where that was not written yet; what people they ignore said does not count, nor what
 * they hid.
 */
export async function readingOf(
  ctx: Context,
  roomId: string,
  userId: string,
  fromSeq: number,
  stored: number,
  upTo: number,
  ignored: ReadonlySet<string>,
): Promise<{ readSeq: number; unread: number; mention: boolean }> {
  const above = Math.max(stored, fromSeq - 1)
  const lately = await saidLately(roomId, above, upTo, lookedAt)
  const rows = lately ?? (await saidWithin(roomId, above, upTo))
  const said = lately ? saidBy(userId, lately) : await saidLast(roomId, userId, rows)
  const readSeq = Math.max(stored, said)
  const unread = rows.filter(row => row.countable && row.seq > readSeq)
  const others = rows.filter(row => row.seq > readSeq && row.senderId !== userId)
  if (others.length === 0) return { readSeq, unread: 0, mention: false }

  const calls = { $gt: Math.max(readSeq, fromSeq - 1), $lte: upTo }
  const range = { userId, roomId, from: calls.$gt, to: others[0]!.seq }
  const hidden = await hiddenFrom(ctx, range)
  const counts = unread.filter(row => !ignored.has(row.senderId) && !hidden.has(row.seq))
  const isCall = (row: Caller) =>
    row.seq > calls.$gt && !hidden.has(row.seq) && callsReader(row, userId, ignored)
  const isAllRead = rows.length <= (lately ? lookedAt - 1 : fewRows)
  const mention = isAllRead
    ? (lately ?? (await calledWithin(roomId, calls.$gt, upTo))).some(isCall)
    : await isCalled(roomId, userId, { ...calls, $nin: [...hidden] }, ignored)
  return { readSeq, unread: Math.min(counts.length, countedUpTo), mention }
}

type Said = Pick<MessageDoc, 'seq' | 'senderId' | 'countable'>

/**
 * The seq of the newest that a person said in a room among these, the newest first, also where it has gone since; or 0.
 * Neither what they did there counts, nor what they said in a thread.
 */
const saidBy = (userId: string, docs: MessageDoc[]): number =>
  docs.find(({ senderId, type, aside }) => senderId === userId && type !== 'system' && !aside)?.seq ?? 0

/** The same where only the index was read, which does not tell of each what it is. */
async function saidLast(roomId: string, userId: string, rows: Said[]): Promise<number> {
  const own = rows.filter(row => row.senderId === userId)
  const counted = own.find(row => row.countable)?.seq ?? 0
  if (!own[0] || own[0].seq === counted) return counted
  const others = own.filter(({ seq }) => seq > counted).map(({ seq }) => seq)
  const [last] = await lastOf(roomId, others)
  return last?.seq ?? counted
}

type Caller = Pick<MessageDoc, 'seq' | 'senderId' | 'mentioned'>

/** After a cut many people ask the same of a room at once: one read answers them all. */
const newestOfRoom = readTogether<[roomId: string, fromSeq: number, count: number], MessageDoc>(
  () => Messages,
  (roomId, fromSeq, count) => [
    { $match: { roomId, aside: false, seq: { $gte: fromSeq } } },
    { $sort: { seq: -1 } },
    { $limit: count },
  ],
)
const within = (roomId: string, above: number, upTo: number) => [
  { $match: { roomId, seq: { $gt: above, $lte: upTo } } },
  { $sort: { seq: -1 as const } },
  { $limit: lookedAt },
]
const calledWithin = readTogether<[roomId: string, above: number, upTo: number], Caller>(
  () => Messages,
  (...range) => [...within(...range), { $project: { _id: 0, seq: 1, senderId: 1, mentioned: 1 } }],
)
const saidWithin = readTogether<[roomId: string, above: number, upTo: number], Said>(
  () => Messages,
  (...range) => [...within(...range), { $project: { _id: 0, seq: 1, senderId: 1, countable: 1 } }],
)
const lastOf = readTogether<[roomId: string, seqs: number[]], Pick<MessageDoc, 'seq'>>(
  () => Messages,
  (roomId, seqs) => [
    { $match: { roomId, seq: { $in: seqs }, aside: false, type: { $ne: 'system' } } },
    { $sort: { seq: -1 } },
    { $limit: 1 },
    { $project: { _id: 0, seq: 1 } },
  ],
)
