/** Pins: keeping a message where everyone in its room finds it. */
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import { isPinnable, mostPins, pin, pins } from '@community-chat/shared/capabilities/pins/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import { authorize } from '../../kernel/authorize'
import type { Handler, Personal } from '../../kernel/capability'
import type { Context } from '../../kernel/context'
import { isDuplicate } from '../../kernel/store/duplicate'
import { newId } from '../../kernel/id'
import { cursorsOf, endOfTime, pageOf } from '../../kernel/page'
import * as messages from '../messages/api'
import { readable } from '../rooms/api'
import { type PinDoc, Pins } from './model'
import { can } from './policy'
import { noteOf, tell } from './telling'

const { routes } = pins
const cursors = cursorsOf('pins.list', 'time', 'text')

/** Pins a message and notes it in the room. */
export const add: Handler<typeof routes.add> = async (ctx, { messageId }) => {
  const { message, standing } = await messages.visible(ctx, messageId)
  authorize(ctx, can.pin, standing)
  const [shown] = await messages.shown(ctx, [message])
  if (!shown || !isPinnable(shown)) throw fault(pins, 'not_pinnable')
  const row = await pinned(ctx, message)
  if (!row) return shown
  const told = await tell(ctx, row, ctx.userId)
  if (told.gone) throw fault(pins, 'not_pinnable')
  await noteOf(ctx, row)
  return presented(ctx, told)
}

/** Takes the pin off, whoever pinned it. */
export const remove: Handler<typeof routes.remove> = async (ctx, { messageId }) => {
  const { message, standing } = await messages.visible(ctx, messageId)
  authorize(ctx, can.pin, standing)
  const row = await unpinned(messageId)
  return presented(ctx, row ? await tell(ctx, row, ctx.userId) : message)
}

/** What is pinned in a room, as far as the caller may see it. */
export const list: Handler<typeof routes.list> = async (ctx, { roomId, cursor, limit }) => {
  const { fromSeq } = await readable(ctx, roomId)
  const [at, id] = cursors.from(cursor, [endOfTime, ''])
  const until = new Date(at)
  const rows = await Pins.find({
    roomId,
    on: true,
    seq: { $gte: fromSeq },
    at: { $lte: until },
    $or: [{ at: { $lt: until } }, { _id: { $lt: id } }],
  })
    .sort({ at: -1, _id: -1 })
    .limit(limit + 1)
    .lean<PinDoc[]>()
  const found = await messages.shown(ctx, await messages.findMany(rows.map(row => row._id)))
  const byId = new Map(found.map(one => [one.id, one]))
  const page = pageOf(
    rows,
    limit,
    row => cursors.to(row.at.getTime(), row._id),
    row => byId.get(row._id),
  )
  return { ...page, items: page.items.flatMap(one => (one && pin.of(one) ? one : [])) }
}

/** What is gone is pinned no more. */
export const forget = ({ messageId }: { messageId: string }) => Pins.deleteOne({ _id: messageId })

/** Pins answers for who pinned; what they pinned stays pinned, by nobody. */
export const personal: Personal = {
  async erase(ctx, userId) {
    for (;;) {
      const rows = await Pins.find({ by: userId }).limit(100).lean()
      if (rows.length === 0) return
      for (const { _id } of rows) {
        const change = { by: null, applied: false, turn: newId(), changedAt: new Date() }
        const row = await Pins.findOneAndUpdate({ _id }, { $set: change }, { returnDocument: 'after' }).lean()
        if (row) await tell(ctx, row).catch(() => undefined) // the sweep tells it again
      }
    }
  },
  export: userId => Pins.find({ by: userId, on: true }, { _id: 1, roomId: 1, at: 1 }).limit(100_000).lean(),
}

/** Makes the row, in a slot that is free; null where the message is pinned already. Refuses with `too_many_pins`. */
async function pinned({ userId }: Context, message: messages.MessageDoc): Promise<PinDoc | null> {
  const { _id, roomId, seq } = message
  const now = new Date()
  const change = { by: userId, at: now, on: true, applied: false, turn: newId(), changedAt: now }
  // One that is being taken off, or that was never told, is pinned anew by whoever asks now.
  const again = await Pins.findOneAndUpdate(
    { _id, $or: [{ on: false }, { applied: false }] },
    { $set: change },
    { returnDocument: 'after' },
  ).lean()
  if (again) return again
  for (let tries = 0; tries < mostPins; tries++) {
    if (await Pins.exists({ _id })) return null
    const taken = new Set(
      (await Pins.find({ roomId }, { slot: 1 }).limit(mostPins).lean()).map(one => one.slot),
    )
    const slot = Array.from({ length: mostPins }, (_, n) => n).find(n => !taken.has(n))
    if (slot === undefined) throw fault(pins, 'too_many_pins')
    try {
      return (await Pins.create({ _id, roomId, seq, slot, ...change })).toObject()
    } catch (error) {
      if (!isDuplicate(error)) throw error // another took the slot, or pinned the same message: look again
    }
  }
  throw fault('unavailable', { retryAfter: 1 })
}

const unpinned = (_id: string): Promise<PinDoc | null> =>
  Pins.findOneAndUpdate(
    { _id },
    { $set: { on: false, applied: false, turn: newId(), changedAt: new Date() } },
    { returnDocument: 'after' },
  )
    .lean()
    .exec()

const presented = async (ctx: Context, doc: messages.MessageDoc): Promise<Message> =>
  (await messages.shown(ctx, [doc]))[0]!
