/** Writing into a message what its row says, and noting it in the room. */
import { messages as wire } from '@community-chat/shared/capabilities/messages/contract'
import { pin } from '@community-chat/shared/capabilities/pins/contract'
import type { Context } from '../../kernel/context'
import * as messages from '../messages/api'
import { type PinDoc, Pins } from './model'

/** Rows have had this long to be told by whoever wrote them, in milliseconds. */
const abandonedAfter = 10_000
const batch = 100

const valueOf = (row: PinDoc | null) =>
  row?.on ? { by: row.by ?? null, at: row.at.toISOString() } : pin.empty

/** Makes the message say what its row says now, and finishes the row. Answers the message as it is then. */
export async function tell(ctx: Context, { _id, turn }: PinDoc, by?: string): Promise<messages.MessageDoc> {
  const message = await messages.amend(ctx, _id, pin, async () => valueOf(await Pins.findById(_id).lean()), {
    push: wire.pushes.updated,
    cause: { facet: pin.name, ...(by ? { by } : {}) },
  })
  if (message.gone) await Pins.deleteOne({ _id })
  else {
    await Pins.updateOne({ _id, turn, on: true }, { $set: { applied: true } })
    await Pins.deleteOne({ _id, turn, on: false })
  }
  return message
}

/** Says in the room that something was pinned there; of one pinning there is one note. */
export const noteOf = (ctx: Context, { _id, roomId, seq, turn, by }: PinDoc): Promise<void> =>
  messages.note(
    ctx,
    { _id: roomId },
    { event: 'message_pinned', actorId: by ?? null, subjectIds: [], data: { messageId: _id, seq } },
    turn,
  )

/** Ends what a crash interrupted. Safe to run on several nodes. */
export async function sweep(ctx: Context): Promise<void> {
  const since = new Date(Date.now() - abandonedAfter)
  const rows = await Pins.find({ applied: false, changedAt: { $lt: since } })
    .sort({ changedAt: 1 })
    .limit(batch)
    .lean()
  for (const row of rows) {
    try {
      const message = await tell(ctx, row)
      if (row.on && row.by && !message.gone) await noteOf(ctx, row)
    } catch (error) {
      ctx.log.warn({ err: error }, 'a pin could not be told')
    }
  }
}
