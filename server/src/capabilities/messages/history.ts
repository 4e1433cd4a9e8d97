/** Pages of what was said: of a room, or of one thread in it. */
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import type { Handler } from '../../kernel/capability'
import { readable } from '../rooms/api'
import { readHead } from './heads'
import { withMine } from './mine'
import { type MessageDoc, Messages } from './model'
import { present } from './present'

const { routes } = messages

/** What pages are read from. A thread begins with its root, the message that it hangs on. */
interface Source {
  filter: { roomId: string; aside: false } | { threadId: string }
  root?: MessageDoc
  fromSeq: number
}

/** A page, rising. `at` is read first, so that nothing can slip between it and the page. */
export const history: Handler<typeof routes.history> = async (
  ctx,
  { roomId, threadId, before, after, around, limit },
) => {
  const { fromSeq } = await readable(ctx, roomId)
  const source: Source = threadId
    ? { filter: { threadId }, root: await rootIn(roomId, threadId, fromSeq), fromSeq }
    : { filter: { roomId, aside: false }, fromSeq }
  const at = await readHead(roomId)
  const older = (below: number, count: number) => slice(source, { $lt: below }, count)
  const newer = (above: number, count: number) => slice(source, { $gt: above }, count)

  if (after !== undefined) {
    const page = await newer(after, limit)
    const first = source.root?.seq ?? Math.max(fromSeq, 1)
    return {
      items: await withMine(ctx, page.items),
      at,
      hasBefore: after >= first,
      hasAfter: page.more,
    }
  }
  if (around !== undefined) {
    const half = Math.ceil(limit / 2)
    const [left, right] = await Promise.all([older(around + 1, half), newer(around, limit - half)])
    const items = await withMine(ctx, [...left.items, ...right.items])
    return { items, at, hasBefore: left.more, hasAfter: right.more }
  }
  const page = await older(before ?? Number.MAX_SAFE_INTEGER, limit)
  const items = await withMine(ctx, page.items)
  return { items, at, hasBefore: page.more, hasAfter: before !== undefined && before <= at }
}

/** The message that a thread of this room hangs on, gone or not; `invalid_input` where there is none to be seen. */
async function rootIn(roomId: string, threadId: string, fromSeq: number): Promise<MessageDoc> {
  const root = await Messages.findOne({ _id: threadId, roomId }).lean()
  if (root && !root.threadId && root.seq >= fromSeq) return root
  throw fault('invalid_input', {
    issues: [{ path: 'threadId', message: 'There is no such thread in this room.' }],
  })
}

/** Up to `count` messages on one side of a seq, rising, and whether there are more. Never below `fromSeq`. */
async function slice(
  { filter, root, fromSeq }: Source,
  range: { $lt: number } | { $gt: number },
  count: number,
) {
  const rising = '$gt' in range
  const seq = rising ? { $gt: Math.max(range.$gt, fromSeq - 1) } : { ...range, $gte: fromSeq }
  const replies = await Messages.find({ ...filter, seq })
    .sort({ seq: rising ? 1 : -1 })
    .limit(count + 1)
    .readConcern('majority')
    .lean()
  const docs = rising
    ? [...(root && root.seq > range.$gt ? [root] : []), ...replies]
    : [...replies, ...(root && root.seq < range.$lt && replies.length <= count ? [root] : [])]
  const items = docs.slice(0, count).map(present)
  return { items: rising ? items : items.reverse(), more: docs.length > count }
}
