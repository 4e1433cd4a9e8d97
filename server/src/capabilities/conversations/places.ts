/** Where a room stands in one person's list, and when it comes back into it. */
import {
  conversations,
  mostPinned,
  type Notify,
  type Place,
  places as kind,
} from '@community-chat/shared/capabilities/conversations/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import type { Handler } from '../../kernel/capability'
import type { Context } from '../../kernel/context'
import { ownRows, writeOwn } from '../../kernel/store/own'
import { blockedBy } from '../blocks/api'
import { readHead } from '../messages/api'
import { seated } from '../rooms/api'
import { type PlaceDoc, Places } from './model'

type Change = Partial<Pick<PlaceDoc, 'pinnedAt' | 'notify' | 'markedUnread' | 'hiddenAt'>>

const present = ({ pinnedAt, notify, markedUnread, hiddenAt }: PlaceDoc): Place => ({
  pinnedAt: pinnedAt?.toISOString() ?? null,
  notify: (notify ?? 'all') as Notify,
  markedUnread: markedUnread ?? false,
  hiddenAt: hiddenAt ?? null,
})

/** The own rows of conversations. */
export const places = ownRows<Place, PlaceDoc>(kind, Places, present)

/** What a row holds that is no more, and one that nobody arranged. */
const bare: Change = { pinnedAt: null, notify: 'all', markedUnread: false, hiddenAt: null }

/** Arranges one of the caller's rooms on all of their devices. */
export const arrange: Handler<(typeof conversations)['routes']['arrange']> = async (
  ctx,
  { roomId, pinned, notify, markedUnread, hiddenAt },
) => {
  await seated(ctx, roomId)
  const change: Change = {}
  if (notify !== undefined) change.notify = notify
  if (markedUnread !== undefined) change.markedUnread = markedUnread
  if (pinned === false) change.pinnedAt = null
  if (hiddenAt !== undefined)
    Object.assign(change, hiddenAt === null ? { hiddenAt } : await hidden(roomId, hiddenAt))
  return pinned === true ? pin(ctx, roomId, change) : write(ctx, ctx.userId, roomId, change)
}

/** No seq above the room's own: what is said next is above it. Nothing hidden is pinned or marked. */
const hidden = async (roomId: string, seq: number): Promise<Change> => ({
  hiddenAt: Math.min(seq, await readHead(roomId)),
  pinnedAt: null,
  markedUnread: false,
})

/** Pins it, for what is pinned already without changing its place. Of several at once those too many are taken back. */
async function pin(ctx: Context, roomId: string, change: Change) {
  const { userId } = ctx
  const known = await Places.findById(`${userId}:${roomId}`, { pinnedAt: 1 }).lean()
  if (known?.pinnedAt) return write(ctx, userId, roomId, change)
  if ((await countPinned(userId)) >= mostPinned) throw fault(conversations, 'too_many_pinned')
  const row = await write(ctx, userId, roomId, { hiddenAt: null, ...change, pinnedAt: new Date() })
  if ((await countPinned(userId)) <= mostPinned) return row
  await write(ctx, userId, roomId, { pinnedAt: null })
  throw fault(conversations, 'too_many_pinned')
}

const countPinned = (userId: string): Promise<number> =>
  Places.countDocuments({ userId, pinnedAt: { $type: 'date' } }).exec()

const write = (ctx: Context, userId: string, roomId: string, change: Change, gone = false) =>
  writeOwn(ctx, places, { userId, id: roomId }, { roomId, ...change }, gone)

/** Who left a room has no place for it in their list any more. */
export async function forget(ctx: Context, { room, userId }: { room: { _id: string }; userId: string }) {
  if (await Places.exists({ _id: `${userId}:${room._id}`, gone: false }))
    await write(ctx, userId, room._id, bare, true)
}

/** By room, who said something that counts and the seq of the last of it. */
export type Sayings = Map<string, Map<string, number>>

/** Brings rooms back into the lists of those who hid them before this was said by someone they do not ignore. */
export async function bringBack(ctx: Context, sayings: Sayings): Promise<void> {
  const rows = await Places.find({ roomId: { $in: [...sayings.keys()] }, hiddenAt: { $gte: 0 } })
    .limit(10_000)
    .lean()
  for (const { userId, roomId, hiddenAt } of rows) {
    const ignored = await blockedBy(userId)
    const said = [...(sayings.get(roomId!) ?? [])]
    if (said.some(([senderId, seq]) => seq > hiddenAt! && !ignored.has(senderId)))
      await write(ctx, userId, roomId!, { hiddenAt: null })
  }
}
