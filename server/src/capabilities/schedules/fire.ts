/** What happens when the time has come: a reminder is due, a message is said, each once however many nodes look. */
import { createHash } from 'node:crypto'
import type { Content } from '@community-chat/shared/capabilities/messages/content'
import { Fault } from '@community-chat/shared/protocol/faults'
import type { OwnRow } from '@community-chat/shared/protocol/own'
import type { Context } from '../../kernel/context'
import { newId } from '../../kernel/id'
import { tellOwn } from '../../kernel/store/own'
import { adminsAmong } from '../accounts/api'
import * as messages from '../messages/api'
import { type ScheduleDoc, Schedules } from './model'
import { cleared, schedules } from './present'

/** In milliseconds: as long as a write is tried. Who takes over after it finds what was stored. */
const takes = 5_000
const mostTries = 10

/** Does what is due of a row; nothing where another node has done it, or is at it. */
export async function fire(ctx: Context, { _id, kind, userId }: ScheduleDoc): Promise<void> {
  const now = new Date()
  if (kind === 'reminder') {
    const due = { _id, gone: false, state: 'waiting', at: { $lte: now } }
    await change(ctx, due, { state: 'due' })
    return
  }
  const doc = await claim(_id, { state: 'waiting', at: { $lte: now } })
  if (!doc) return
  const isAdmin = (await adminsAmong([userId])).has(userId)
  await deliver(ctx.as({ userId, isAdmin }), doc)
}

/** Takes a message to send it; null where somebody else has. What was taken and not ended in time is free again. */
export const claim = (_id: string, free: Record<string, unknown>): Promise<ScheduleDoc | null> =>
  Schedules.findOneAndUpdate(
    {
      _id,
      kind: 'message',
      gone: false,
      $or: [free, { state: 'firing', claimedUntil: { $lte: new Date() } }],
    },
    {
      $set: { state: 'firing', claim: newId(), claimedUntil: new Date(Date.now() + takes) },
      $inc: { tries: 1 },
    },
    { returnDocument: 'after' },
  )
    .lean()
    .exec()

/**
 * Says a claimed message as its author, with every check of this moment, and tells their devices what became of it; null
 * where somebody took it over meanwhile. Throws what may be better later: then it is taken up again by itself.
 */
export async function deliver(ctx: Context, doc: ScheduleDoc): Promise<OwnRow | null> {
  const mine = { _id: doc._id, claim: doc.claim }
  try {
    await say(ctx, doc)
  } catch (error) {
    const code = refusalIn(error) ?? (doc.tries >= mostTries ? 'internal' : null)
    if (code === null) throw error
    return change(ctx, mine, { state: 'failed', code, claim: null, tries: 0 })
  }
  return change(ctx, mine, { ...cleared, gone: true })
}

/** Changes one row in one write if it is still as expected, and tells its devices; null where it is not. */
export async function change(
  ctx: Context,
  expected: Record<string, unknown>,
  set: Record<string, unknown>,
): Promise<OwnRow | null> {
  const doc = await Schedules.findOneAndUpdate(
    expected,
    { $set: set, $inc: { version: 1 }, $currentDate: { changedAt: true } },
    { returnDocument: 'after' },
  ).lean()
  return doc && tellOwn(ctx, schedules, doc)
}

async function say(ctx: Context, doc: ScheduleDoc): Promise<void> {
  const { threadId, replyTo, alsoToRoom, expiresAfter } = doc
  const place = { roomId: doc.roomId!, clientId: clientIdOf(doc._id) }
  if (await messages.sent(ctx, place)) return
  await messages.say(ctx, {
    ...place,
    content: doc.content as Content,
    ...(threadId ? { threadId } : {}),
    ...(replyTo ? { replyTo } : {}),
    ...(alsoToRoom ? { alsoToRoom } : {}),
    ...(expiresAfter ? { expiresAfter } : {}),
  })
}

/** Always the same for a row, so that it is one message however often it is tried. */
const clientIdOf = (_id: string): string =>
  createHash('sha256').update(`schedule ${_id}`).digest('base64url').slice(0, 32)

/** The code of a refusal that stands; null for what may be better later. */
const refusalIn = (error: unknown): string | null =>
  error instanceof Fault && error.status < 500 && error.code !== 'rate_limited' ? error.code : null
