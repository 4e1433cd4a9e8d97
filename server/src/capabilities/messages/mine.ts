/** What the reader themselves did with a message: later capabilities say it, and only the reader is told. */
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import { marks } from '@community-chat/shared/capabilities/messages/marks'
import { type InferSchemaType, model, Schema } from 'mongoose'
import { ask, checkPoint } from '../../kernel/checks'
import type { Context } from '../../kernel/context'
import { ownFields, ownRows, writeOwn } from '../../kernel/store/own'
import { type MessageDoc, Messages } from './model'
import { present } from './present'

/** Asked before messages are shown to the caller: each answer adds its slice of `mine`. */
export const showing = checkPoint<Message[]>('messages.showing', { within: 3000, onFailure: 'closed' })

/** The messages with what the caller did with each. */
export const withMine = async (ctx: Context, page: Message[]): Promise<Message[]> =>
  page.length > 0 ? (await ask(ctx, showing, page)).value : page

/** Stored messages as the caller sees them. */
export const shown = (ctx: Context, docs: MessageDoc[]): Promise<Message[]> =>
  withMine(ctx, docs.map(present))

const schema = new Schema(
  { ...ownFields, roomId: { type: String }, mine: { type: Schema.Types.Mixed } },
  { versionKey: false, minimize: false },
)
schema.index({ userId: 1, changedAt: 1 }) // what changed of mine
schema.index({ userId: 1, gone: 1, changedAt: 1 }) // the newest of mine
schema.index({ changedAt: 1 }, { expireAfterSeconds: 30 * 24 * 3600 }) // who was away longer loads all anew

type MarkDoc = InferSchemaType<typeof schema>
/** What people did with messages of late; what a message itself answers as `mine` is the truth. */
export const Marks = model('Mark', schema)
export const ownMarks = ownRows(marks, Marks, ({ roomId, mine }: MarkDoc) => ({
  roomId: roomId!,
  mine: (mine ?? {}) as Record<string, unknown>,
}))

/**
 * Tells the caller's devices what they have just done with a message. What is told last is what holds: whoever told it
 * looks again whether another act of theirs came between. Whoever keeps a row of the act crosses it off only after this,
 * so that a sweep tells what a crash left untold.
 */
export async function tellMine(ctx: Context, { id, roomId, mine = {} }: Message): Promise<void> {
  for (let told: Message['mine'] | null = null; told === null || !isSame(told, mine);) {
    await writeOwn(ctx, ownMarks, { userId: ctx.userId, id }, { roomId, mine })
    told = mine
    const doc = await Messages.findById(id).lean()
    if (!doc) return
    mine = (await shown(ctx, [doc]))[0]!.mine ?? {}
  }
}

/** The message as the caller sees it, once their devices are told what they did with it. */
export async function toldMine(ctx: Context, doc: MessageDoc): Promise<Message> {
  const [message] = await shown(ctx, [doc])
  await tellMine(ctx, message!)
  return message!
}

/** Tells someone's devices what they did with a message, where whoever did it for them died before it could. */
export async function tellMineOf(ctx: Context, userId: string, doc: MessageDoc): Promise<void> {
  if (!doc.gone) await toldMine(ctx.as({ userId, isAdmin: false }), doc)
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
