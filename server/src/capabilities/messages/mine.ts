/** What the reader themselves did with a message: later capabilities say it, and only the reader is told. */
import { messages, type Message } from '@community-chat/shared/capabilities/messages/contract'
import { type InferSchemaType, model, Schema } from 'mongoose'
import { ask, checkPoint } from '../../kernel/checks'
import type { Context } from '../../kernel/context'
import { otherNodes } from '../../kernel/lease'
import { lookAt } from '../../kernel/look'
import * as topics from '../../kernel/topics'
import type { MessageDoc } from './model'
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
  {
    /** The person's id, a colon, and the message's. */
    _id: { type: String, required: true },
    userId: { type: String, required: true },
    messageId: { type: String, required: true },
    roomId: { type: String, required: true },
    mine: { type: Schema.Types.Mixed, required: true },
    changedAt: { type: Date },
  },
  { versionKey: false, minimize: false },
)
schema.index({ changedAt: 1 }, { expireAfterSeconds: 600 }) // what other nodes look for; no truth stands here

/** News for a person's devices at other nodes. */
export const MineNews = model('MineNews', schema)
const look = lookAt<InferSchemaType<typeof schema>>(() => MineNews)

/** Tells the caller's devices what they have just done with a message: here at once, at other nodes by their look. */
export function tellMine(ctx: Context, { id, roomId, mine = {} }: Message): void {
  const { userId } = ctx
  ctx.push(messages.pushes.mine, { user: userId }, { roomId, messageId: id, mine })
  if (otherNodes() === 0) return
  const news = { userId, messageId: id, roomId, mine }
  MineNews.updateOne(
    { _id: `${userId}:${id}` },
    { $set: news, $currentDate: { changedAt: true } },
    { upsert: true },
  )
    .exec()
    .catch(error => ctx.log.warn({ err: error }, 'devices at other nodes were not told what is mine'))
}

/** Tells people at this node what they did at others. Hearing of one's own act again is harmless. */
export async function catchUpMine(ctx: Context): Promise<void> {
  for (const { userId, roomId, messageId, mine } of await look.news()) {
    if (topics.connectionsOf(userId).length > 0)
      ctx.push(messages.pushes.mine, { user: userId }, { roomId, messageId, mine })
  }
}
