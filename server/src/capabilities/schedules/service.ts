/** Planning messages and reminders, and changing one's mind. */
import { mostWaiting, schedules as contract } from '@community-chat/shared/capabilities/schedules/contract'
import { Fault, fault } from '@community-chat/shared/protocol/faults'
import type { OwnRow } from '@community-chat/shared/protocol/own'
import { allow } from '../../kernel/authorize'
import type { Handler, Personal } from '../../kernel/capability'
import type { Context } from '../../kernel/context'
import { newId } from '../../kernel/id'
import { countOwn, presentOwn, writeOwn } from '../../kernel/store/own'
import * as messages from '../messages/api'
import { seated } from '../rooms/api'
import { change, claim, deliver } from './fire'
import { type ScheduleDoc, Schedules } from './model'
import { wrongTime } from './policy'
import { cleared, schedules } from './present'
import { wake } from './timer'

const { routes } = contract
type Routes = typeof routes
/** Rows that live, whatever their state: what sync can carry. */
const mostKept = 1000

/** The functions of the routes; nothing is planned nearer than `shortest` milliseconds. */
export const openService = (shortest: number) => ({
  create: (async (ctx, { clientId, at, roomId, threadId, replyTo, ...saying }) => {
    await seated(ctx, roomId)
    await refuseElsewhere(ctx, roomId, { threadId, replyTo })
    return plan(ctx, clientId, timeOf(at, shortest), {
      kind: 'message',
      roomId,
      threadId: threadId ?? null,
      replyTo: replyTo ?? null,
      ...saying,
    })
  }) satisfies Handler<Routes['create']>,

  remind: (async (ctx, { clientId, at, messageId, note }) => {
    allow(ctx)
    if (messageId === undefined && note === '') throw noNote()
    const found = messageId === undefined ? null : await messages.visible(ctx, messageId)
    return plan(ctx, clientId, timeOf(at, shortest), {
      kind: 'reminder',
      messageId: messageId ?? null,
      roomId: found?.message.roomId ?? null,
      note,
    })
  }) satisfies Handler<Routes['remind']>,

  update: (async (ctx, { scheduleId, at, content, note }) => {
    const doc = await mine(ctx, scheduleId)
    if (doc.gone) throw fault('not_found')
    if (content !== undefined && doc.kind !== 'message') throw fault(contract, 'not_a_message')
    if (note !== undefined && doc.kind !== 'reminder') throw fault(contract, 'not_a_reminder')
    if (note === '' && !doc.messageId) throw noNote()
    const time = at === undefined ? null : timeOf(at, shortest)
    if (time && doc.state !== 'waiting') await refuseTooMany(ctx.userId, mostWaiting - 1)
    const set = {
      ...(time ? { at: time, state: 'waiting', code: null, tries: 0 } : {}),
      ...(content === undefined ? {} : { content }),
      ...(note === undefined ? {} : { note }),
    }
    const row = await change(ctx, { _id: doc._id, gone: false, state: { $ne: 'firing' } }, set)
    if (!row) throw fault(contract, 'under_way')
    if (time) wake(time.getTime())
    return row
  }) satisfies Handler<Routes['update']>,
})

/** Takes it back; what is being sent at this moment cannot be. */
export const cancel: Handler<Routes['cancel']> = async (ctx, { scheduleId }) => {
  const { _id } = await mine(ctx, scheduleId)
  const row = await change(ctx, { _id, gone: false, state: { $ne: 'firing' } }, { ...cleared, gone: true })
  return row ?? ended(ctx, scheduleId)
}

/** Says a message before its time, or one more time where it failed. */
export const sendNow: Handler<Routes['sendNow']> = async (ctx, { scheduleId }) => {
  const doc = await mine(ctx, scheduleId)
  if (!doc.gone && doc.kind !== 'message') throw fault(contract, 'not_a_message')
  const claimed = await claim(doc._id, { state: { $in: ['waiting', 'failed'] } })
  const row = claimed && (await deliver(ctx, claimed))
  return row ?? ended(ctx, scheduleId)
}

/** The caller's row that this clientId made, whatever has become of it. */
export async function planned(ctx: Context, { clientId }: { clientId?: string }): Promise<OwnRow | null> {
  const doc = clientId && (await Schedules.findById(`${ctx.userId}:${clientId}`).lean())
  return doc ? presentOwn(schedules, doc) : null
}

/** Schedules answer for what was written and not said. */
export const personal: Personal = {
  async erase(_ctx, userId) {
    await Schedules.deleteMany({ userId })
  },
  export: userId => Schedules.find({ userId, gone: false }, { claim: 0 }).limit(mostKept).lean(),
}

function timeOf(at: string, shortest: number): Date {
  const time = Date.parse(at)
  const wrong = wrongTime(time, Date.now(), shortest)
  if (wrong) throw fault(contract, wrong, { shortest })
  return new Date(time)
}

/** Keeps a row; of several at once those too many are taken back. */
async function plan(ctx: Context, id = newId(), at: Date, fields: Record<string, unknown>): Promise<OwnRow> {
  const { userId } = ctx
  await refuseTooMany(userId, mostWaiting - 1)
  const row = await writeOwn(ctx, schedules, { userId, id }, { ...fields, state: 'waiting', at, tries: 0 })
  try {
    await refuseTooMany(userId, mostWaiting)
  } catch (error) {
    await writeOwn(ctx, schedules, { userId, id }, cleared, true)
    throw error
  }
  wake(at.getTime())
  return row
}

async function refuseTooMany(userId: string, most: number): Promise<void> {
  const waiting = { userId, gone: false, state: { $in: ['waiting', 'firing'] } }
  if ((await Schedules.countDocuments(waiting)) <= most && (await countOwn(schedules, userId)) <= mostKept)
    return
  throw fault(contract, 'too_many_schedules')
}

async function mine(ctx: Context, scheduleId: string): Promise<ScheduleDoc> {
  const doc = await Schedules.findById(`${ctx.userId}:${scheduleId}`).lean()
  if (!doc) throw fault('not_found')
  allow(ctx)
  return doc
}

/** What a row is that could not be changed: gone already, or being sent. */
async function ended(ctx: Context, scheduleId: string): Promise<OwnRow> {
  const doc = await mine(ctx, scheduleId)
  if (!doc.gone) throw fault(contract, 'under_way')
  return presentOwn(schedules, doc)
}

const noNote = () => fault('invalid_input', { issues: [{ path: 'note', message: 'Write something first.' }] })

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
