/** What the messages say of a thread: who answered, what is new. The one truth about it; everything else is a count. */
import { everyone } from '@community-chat/shared/capabilities/messages/content'
import { type MessageDoc, Messages } from './model'

const countedUpTo = 100
const lookedAt = 200
const newestLooked = 50

/** The living replies of a thread: how many, and the newest 50, the latest first. */
export async function livingReplies(
  threadId: string,
): Promise<{ count: number; newest: Pick<MessageDoc, 'senderId' | 'seq' | 'createdAt'>[] }> {
  const living = { threadId, gone: { $exists: false } }
  const [count, newest] = await Promise.all([
    Messages.countDocuments(living),
    Messages.find(living, { senderId: 1, seq: 1, createdAt: 1 }).sort({ seq: -1 }).limit(newestLooked).lean(),
  ])
  return { count, newest }
}

/** The newest living reply of a thread. */
export const newestReply = (threadId: string): Promise<MessageDoc | null> =>
  Messages.findOne({ threadId, gone: { $exists: false } })
    .sort({ seq: -1 })
    .lean()
    .exec()

/** These messages with what a list sorts by, without what they say. */
export const outlinesOf = (ids: string[]) =>
  Messages.find({ _id: { $in: ids } }, { roomId: 1, seq: 1, facets: 1, gone: 1 }).lean()

/** These messages, in no order. */
export const findAll = (ids: string[]): Promise<MessageDoc[]> =>
  Messages.find({ _id: { $in: ids } })
    .lean()
    .exec()

/**
 * What others said in a thread above a seq, among the newest 200: how many, at most 100, and whether any of it calls
 * this person. What people they ignore said does not count.
 */
export async function unreadInThread(
  threadId: string,
  userId: string,
  readSeq: number,
  ignored: ReadonlySet<string>,
): Promise<{ unread: number; mention: boolean }> {
  const rows = await Messages.find(
    { threadId, seq: { $gt: readSeq } },
    { senderId: 1, gone: 1, mentioned: 1 },
  )
    .sort({ seq: -1 })
    .limit(lookedAt)
    .lean()
  const news = rows.filter(row => !row.gone && row.senderId !== userId && !ignored.has(row.senderId))
  const mention = news.some(({ mentioned }) => mentioned?.some(one => one === userId || one === everyone))
  return { unread: Math.min(news.length, countedUpTo), mention }
}
