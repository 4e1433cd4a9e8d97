/** Looking through what was said: by change, and by time. For capabilities that ask their own rules about it. */
import { type MessageDoc, Messages } from './model'

/**
 * Messages of a room as they are now whose last change has a higher value, by rising value. Values become visible in
 * rising order: nothing at or below the last of them can still come.
 */
export const changedAfter = (roomId: string, rev: number, limit: number): Promise<MessageDoc[]> =>
  Messages.find({ roomId, rev: { $gt: rev } })
    .sort({ rev: 1 })
    .limit(limit)
    // All in one answer: a driver asks for 101 and then for the rest.
    .batchSize(limit)
    .readConcern('majority')
    .lean()
    .exec()

/**
 * What was first said to a room, from `fromSeq`, at or after a time; null where nothing was. Later seqs are
 * later times, but for the clocks of several nodes: it is found by halving, one row a step.
 */
export async function firstAt(
  roomId: string,
  fromSeq: number,
  time: Date,
): Promise<{ seq: number; messageId: string } | null> {
  const newest = await lastWithin(roomId, fromSeq, Number.MAX_SAFE_INTEGER)
  if (!newest || newest.createdAt < time) return null
  let [from, found] = [fromSeq, newest]
  while (from < found.seq) {
    const middle = Math.floor((from + found.seq) / 2)
    const row = await lastWithin(roomId, from, middle)
    if (row && row.createdAt >= time) found = row
    else from = middle + 1
  }
  return { seq: found.seq, messageId: found._id }
}

const lastWithin = (roomId: string, from: number, to: number) =>
  Messages.findOne({ roomId, aside: false, seq: { $gte: from, $lte: to } }, { seq: 1, createdAt: 1 })
    .sort({ seq: -1 })
    .lean()
