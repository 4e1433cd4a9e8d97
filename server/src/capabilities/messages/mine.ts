/** What the reader themselves did with a message: later capabilities say it, and only the reader is told. */
import { messages, type Message } from '@community-chat/shared/capabilities/messages/contract'
import { ask, checkPoint } from '../../kernel/checks'
import type { Context } from '../../kernel/context'
import type { MessageDoc } from './model'
import { present } from './present'

/** Asked before messages are shown to the caller: each answer adds its slice of `mine`. */
export const showing = checkPoint<Message[]>('messages.showing', { within: 800, onFailure: 'open' })

/** The messages with what the caller did with each. */
export const withMine = async (ctx: Context, page: Message[]): Promise<Message[]> =>
  page.length > 0 ? (await ask(ctx, showing, page)).value : page

/** Stored messages as the caller sees them. */
export const shown = (ctx: Context, docs: MessageDoc[]): Promise<Message[]> =>
  withMine(ctx, docs.map(present))

/** Tells the caller's devices what they have just done with a message. */
export function tellMine(ctx: Context, { id, roomId, mine = {} }: Message): void {
  ctx.push(messages.pushes.mine, { user: ctx.userId }, { roomId, messageId: id, mine })
}
