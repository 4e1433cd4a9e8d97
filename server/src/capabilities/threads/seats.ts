/** Places in threads: who gets one by itself, and how it moves. */
import { mostThreads } from '@community-chat/shared/capabilities/threads/contract'
import type { Context } from '../../kernel/context'
import { isDuplicate } from '../../kernel/store/duplicate'
import { countOwn, tellOwn, writeOwn } from '../../kernel/store/own'
import type { MessageDoc } from '../messages/api'
import { seatOf as memberSeatOf } from '../rooms/api'
import { own, seatId, type ThreadSeatDoc, ThreadSeats } from './model'

/** Someone's place in a thread; null where they never had one. */
export const placeOf = (userId: string, rootId: string): Promise<ThreadSeatDoc | null> =>
  ThreadSeats.findOne({ _id: seatId(userId, rootId), gone: false })
    .lean()
    .exec()

/** Who answers follows, and has read up to what they said. */
export async function seatReplier(ctx: Context, { threadId, roomId, senderId, seq }: MessageDoc) {
  const rootId = threadId!
  if (!(await placeOf(senderId, rootId))) await makeRoom(ctx, senderId)
  const seat = () =>
    ThreadSeats.findOneAndUpdate(
      { _id: seatId(senderId, rootId) },
      {
        $set: { userId: senderId, rootId, roomId, following: true, gone: false },
        $max: { readSeq: seq },
        $setOnInsert: { level: 'all' },
        $inc: { version: 1 },
        $currentDate: { changedAt: true },
      },
      { upsert: true, returnDocument: 'after' },
    ).lean()
  const doc = await seat().catch(error => {
    if (!isDuplicate(error)) throw error // its twin made the row at the same moment
    return seat()
  })
  tellOwn(ctx, own, doc!)
}

/** Who said what a thread hangs on follows it from its first reply on, while they are in the room. */
export async function seatAuthor(ctx: Context, root: MessageDoc): Promise<void> {
  const { _id: rootId, roomId, senderId, seq } = root
  const _id = seatId(senderId, rootId)
  if ((await ThreadSeats.exists({ _id })) || !(await memberSeatOf(roomId, senderId))) return
  await makeRoom(ctx, senderId)
  const fields = {
    userId: senderId,
    rootId,
    roomId,
    readSeq: seq,
    level: 'all',
    following: true,
    gone: false,
  }
  const doc = await ThreadSeats.findOneAndUpdate(
    { _id, version: { $exists: false } },
    { $set: fields, $inc: { version: 1 }, $currentDate: { changedAt: true } },
    { upsert: true, returnDocument: 'after' },
  )
    .lean()
    .catch(error => {
      if (!isDuplicate(error)) throw error // they answered themselves meanwhile, and have their place
      return null
    })
  if (doc) tellOwn(ctx, own, doc)
}

/** Where a place comes by itself and there are too many, the one that changed longest ago goes. */
async function makeRoom(ctx: Context, userId: string): Promise<void> {
  if ((await countOwn(own, userId)) < mostThreads) return
  const oldest = await ThreadSeats.findOne({ userId, gone: false }).sort({ changedAt: 1 }).lean()
  if (oldest) await writeOwn(ctx, own, { userId, id: oldest.rootId }, { following: false }, true)
}
