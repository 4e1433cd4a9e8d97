/** Drafts: keeping what someone has begun to write, until it is sent or cleared. */
import {
  type Draft,
  draftId,
  draftRows,
  drafts as contract,
  mostDrafts,
} from '@community-chat/shared/capabilities/drafts/contract'
import type { Mention } from '@community-chat/shared/capabilities/messages/content'
import { Fault, fault } from '@community-chat/shared/protocol/faults'
import type { OwnRow } from '@community-chat/shared/protocol/own'
import type { Handler, Personal } from '../../kernel/capability'
import type { Context } from '../../kernel/context'
import { countOwn, ownRows, writeOwn } from '../../kernel/store/own'
import * as messages from '../messages/api'
import { seated } from '../rooms/api'
import { type DraftDoc, Drafts } from './model'

const present = (doc: DraftDoc): Draft => ({
  roomId: doc.roomId!,
  ...(doc.threadId ? { threadId: doc.threadId } : {}),
  text: doc.text ?? '',
  ...(doc.mentions ? { mentions: doc.mentions as Mention[] } : {}),
  ...(doc.replyTo ? { replyTo: doc.replyTo } : {}),
  at: (doc.changedAt ?? new Date(0)).toISOString(),
})

/** The own rows of drafts. */
export const drafts = ownRows<Draft, DraftDoc>(draftRows, Drafts, present)

/** Nothing of what was written stays in a row that is gone. */
const cleared = { text: '', mentions: null, replyTo: null }

/** Keeps the caller's draft, or clears it; the later of two devices has the last word. */
export const save: Handler<(typeof contract)['routes']['save']> = async (
  ctx,
  { roomId, threadId, text, mentions, replyTo },
) => {
  await seated(ctx, roomId)
  await refuseElsewhere(ctx, roomId, { threadId, replyTo })
  const id = draftId({ roomId, threadId })
  if (text === '') return clear(ctx, id)
  const { userId } = ctx
  const lives = await Drafts.exists({ _id: `${userId}:${id}`, gone: false })
  if (!lives && (await countOwn(drafts, userId)) >= mostDrafts) throw fault(contract, 'too_many_drafts')
  const set = {
    roomId,
    threadId: threadId ?? null,
    text,
    mentions: mentions ?? null,
    replyTo: replyTo ?? null,
  }
  const row = await writeOwn(ctx, drafts, { userId, id }, set)
  if (lives || (await countOwn(drafts, userId)) <= mostDrafts) return row
  await clear(ctx, id)
  throw fault(contract, 'too_many_drafts')
}

/** Takes a draft of the caller's away; one that never was leaves no trace. */
async function clear(ctx: Context, id: string): Promise<OwnRow> {
  const known = await Drafts.exists({ _id: `${ctx.userId}:${id}` })
  if (known) return writeOwn(ctx, drafts, { userId: ctx.userId, id }, cleared, true)
  return { id, version: 0, changedAt: new Date(0).toISOString(), gone: true, data: null }
}

/** A thread and an answer are of this room: whatever else they name, nothing is told of it. */
async function refuseElsewhere(
  ctx: Context,
  roomId: string,
  named: Record<string, string | undefined>,
): Promise<void> {
  for (const [path, messageId] of Object.entries(named)) {
    if (messageId === undefined) continue
    const found = await messages.visible(ctx, messageId).catch((error: unknown) => {
      if (error instanceof Fault) return null
      throw error
    })
    if (found?.message.roomId === roomId) continue
    throw fault('invalid_input', { issues: [{ path, message: 'There is no such message in this room.' }] })
  }
}

/** What was begun in a room goes with it. */
export async function forget(ctx: Context, { room, userId }: { room: { _id: string }; userId: string }) {
  const rows = await Drafts.find({ userId, roomId: room._id, gone: false }).limit(mostDrafts).lean()
  for (const { _id } of rows)
    await writeOwn(ctx, drafts, { userId, id: _id.slice(userId.length + 1) }, cleared, true)
}

/** Drafts answer for what was written and not sent. */
export const personal: Personal = {
  async erase(_ctx, userId) {
    await Drafts.deleteMany({ userId })
  },
  export: userId => Drafts.find({ userId, gone: false }).limit(10_000).lean(),
}
