/** Drafts: what I began to write and did not send, the same on all of my devices. */
import * as z from 'zod/mini'
import { contract, route } from '../../protocol/contract'
import { Id, When, whole } from '../../protocol/fields'
import { ownKind, OwnRow } from '../../protocol/own'
import { longestText, Mention, mostMentions } from '../messages/content'

/** How many drafts a person has at once. */
export const mostDrafts = 1000

const written = {
  text: z.string().check(z.maxLength(longestText), whole),
  mentions: z.optional(z.array(Mention).check(z.maxLength(mostMentions))),
  /** The message that it answers. */
  replyTo: z.optional(Id),
}

/** What is begun in a room, or in a thread of it. `at` is when the server kept it. */
export const Draft = z.object({ roomId: Id, threadId: z.optional(Id), ...written, at: When })
export type Draft = z.output<typeof Draft>

/** By thread id in a thread, else by room id. */
export const draftRows = ownKind('drafts', Draft)

/** The id of what is begun in a room, or in a thread of it. */
export const draftId = ({ roomId, threadId }: { roomId: string; threadId?: string }): string =>
  threadId ?? roomId

export const drafts = contract('drafts', {
  faults: { too_many_drafts: [409, 'At most 1,000 drafts are kept. Send or clear some.'] },
  routes: {
    save: route({
      type: 'save_draft',
      http: 'PUT /drafts/:roomId',
      access: 'user',
      limit: '240/min',
      summary: 'Keep what I have begun to write in a room, or in a thread of it. An empty text clears it.',
      input: z.object({ roomId: Id, threadId: z.optional(Id), ...written }),
      output: OwnRow,
    }),
  },
  pushes: {},
  shapes: { Draft },
})
