/** Changing what one said, and what it said before. */
import { messages, type Version } from '@community-chat/shared/capabilities/messages/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import type { Handler } from '../../kernel/capability'
import { ask } from '../../kernel/checks'
import { changeMessage } from './amend'
import * as api from './api'
import { readableMessage, visibleMessage } from './load'
import { shown } from './mine'
import { type MessageDoc, Messages } from './model'
import { refuseBlocked } from './reach'
import { refuseLate } from './windows'
import type { KeptVersion, Patch } from './queued'

const { routes, pushes } = messages

/** Changes the caller's own text; what it said before is kept in the same write. */
export const edit: Handler<typeof routes.edit> = async (ctx, { messageId, content }) => {
  const { message, seat, standing } = await visibleMessage(ctx, messageId)
  if (message.senderId !== ctx.userId) throw fault(messages, 'not_yours')
  if (message.type !== 'text') throw fault(messages, 'not_editable')
  if (message.gone) throw fault(messages, 'is_gone')
  refuseLate(message, 'edit')
  const { room } = standing
  await refuseBlocked(ctx.userId, room)
  const { value: allowed } = await ask(ctx, api.editing, { room, seat, content, before: message, facets: {} })
  const { value: draft } = await ask(ctx, api.composing, allowed)
  const doc = await changeMessage(ctx, message, present => patchOf(present, draft), {
    push: pushes.updated,
    cause: { by: ctx.userId },
  })
  await ctx.emit(api.edited, { message: doc }, doc.todo?.length ? doc._id : undefined)
  return (await shown(ctx, [doc]))[0]!
}

/** What an edited message said before, oldest first, for whoever may read it; nothing of one that is gone. */
export const versions: Handler<typeof routes.versions> = async (ctx, { messageId }) => {
  await readableMessage(ctx, messageId)
  const doc = await Messages.findById(messageId, { versions: 1, gone: 1 }).lean()
  const kept = doc?.gone ? [] : ((doc?.versions ?? []) as KeptVersion[])
  return { versions: kept.map(presentVersion) }
}

/** An earlier text on the wire. */
export const presentVersion = ({ content, at }: KeptVersion): Version => ({
  content: content as Version['content'],
  at: at.toISOString(),
})

function patchOf(present: MessageDoc, draft: api.Draft): Patch | null {
  if (present.gone) throw fault(messages, 'is_gone')
  const { content, mentioned } = draft
  if (JSON.stringify(present.content) === JSON.stringify(content)) return null
  const facets = { ...(present.facets as object), ...draft.facets }
  const todo = [...new Set([...(present.todo ?? []), ...(draft.todo ?? [])])]
  const kept = mentioned?.length ? { mentioned } : {}
  const unset = (['mentioned'] as const).filter(name => !(name in kept))
  return {
    set: { content, facets, ...kept, ...(todo.length > 0 ? { todo } : {}), editedAt: new Date() },
    unset: [...unset],
    versions: [{ content: present.content, at: present.editedAt ?? present.createdAt }],
  }
}
