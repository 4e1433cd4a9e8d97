/** What a report is about: found as its reporter may see it, and copied as it is now. */
import { reports, type SubjectKind } from '@community-chat/shared/capabilities/reports/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import { allow } from '../../kernel/authorize'
import type { Context } from '../../kernel/context'
import * as communities from '../communities/api'
import * as messages from '../messages/api'
import { peopleOf, profileOf } from '../profiles/api'
import * as rooms from '../rooms/api'

/** One of the four; which one is the kind. */
export interface Named {
  messageId?: string
  userId?: string
  roomId?: string
  communityId?: string
}

/** The subject and what it is now. */
export interface Subject {
  kind: SubjectKind
  subjectId: string
  roomId: string | null
  authorId: string | null
  evidence: Record<string, unknown>
}

/** Finds what is named, exactly one; what the caller may not see is refused like what is not there. */
export async function subjectOf(ctx: Context, named: Named): Promise<Subject> {
  const given = (['messageId', 'userId', 'roomId', 'communityId'] as const).filter(one => named[one])
  const [field] = given
  if (!field || given.length > 1)
    throw fault('invalid_input', {
      issues: (field ? given : ['messageId' as const]).map(path => ({
        path,
        message: 'Exactly one of messageId, userId, roomId and communityId says what it is about.',
      })),
    })
  return finders[field](ctx, named[field]!)
}

const finders: Record<keyof Named, (ctx: Context, id: string) => Promise<Subject>> = {
  async messageId(ctx, id) {
    const { message } = await messages.visible(ctx, id)
    if (message.senderId === ctx.userId) throw fault(reports, 'not_yourself')
    const { roomId, senderId, type, content, createdAt, editedAt, replyTo, facets } = message
    const author = (await peopleOf([senderId])).get(senderId)
    const evidence = { type, content, createdAt, editedAt, replyTo, facets, authorName: author?.displayName }
    return { kind: 'message', subjectId: id, roomId, authorId: senderId, evidence: plain(evidence) }
  },
  async userId(ctx, id) {
    allow(ctx)
    if (id === ctx.userId) throw fault(reports, 'not_yourself')
    const page = await profileOf(id)
    if (!page) throw fault('not_found')
    return { kind: 'user', subjectId: id, roomId: null, authorId: id, evidence: plain(page) }
  },
  async roomId(ctx, id) {
    const { room } = await rooms.visible(ctx, id)
    const { type, name, topic, visibility, createdAt } = room
    const evidence = plain({ type, name, topic, visibility, createdAt })
    return { kind: 'room', subjectId: id, roomId: id, authorId: room.creatorId ?? null, evidence }
  },
  async communityId(ctx, id) {
    const { community } = await communities.visible(ctx, id)
    const { name, description, createdAt, ownerId } = community
    const evidence = plain({ name, description, createdAt })
    return { kind: 'community', subjectId: id, roomId: null, authorId: ownerId ?? null, evidence }
  },
}

/** A copy as it would be on the wire. */
const plain = (value: object) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>
