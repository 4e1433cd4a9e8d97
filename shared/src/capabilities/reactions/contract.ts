/** Reactions: the emoji people leave on a message. */
import * as z from 'zod/mini'
import { contract, push, route } from '../../protocol/contract'
import { facet } from '../../protocol/facet'
import { Id, page, Paging, When } from '../../protocol/fields'
import { Change, Message } from '../messages/contract'
import { Person } from '../profiles/person'

/** One emoji as people see it: with its skin tone, its joined parts, or the two letters of a flag. */
export const Emoji = z
  .string()
  .check(
    z.maxLength(32),
    z.regex(
      /^(?:\p{RI}\p{RI}|[0-9#*]\uFE0F?\u20E3|\p{ExtPict}(?:\p{EMod}|\uFE0F)?(?:[\u{E0020}-\u{E007F}]+|(?:\u200D\p{ExtPict}(?:\p{EMod}|\uFE0F)?)*))$/u,
      'This is not one emoji.',
    ),
  )

/** How many different emoji one message holds. */
export const mostKinds = 20

/** What a message shows: each emoji and how many people left it, in the order in which the kinds came. */
export const tallies = facet('reactions', z.array(z.object({ emoji: z.string(), count: z.int() })), {
  empty: [] as { emoji: string; count: number }[],
})

/** The emoji that the reader left themselves. */
export const ownReactions = ({ mine }: Pick<Message, 'mine'>): readonly string[] =>
  (mine?.reactions as string[] | undefined) ?? none
const none: readonly string[] = []

/** One person's emoji on a message. */
export const Reaction = z.object({ messageId: Id, userId: Id, emoji: z.string(), createdAt: When })
export type Reaction = z.output<typeof Reaction>

/** A change of the message, and the reaction that is its cause. */
const ReactionChange = z.extend(Change, { messageId: Id, reaction: Reaction })
const input = z.object({ messageId: Id, emoji: Emoji })

export const reactions = contract('reactions', {
  faults: {
    too_many_emoji: [409, 'A message holds at most 20 different emoji.'],
    nothing_to_react_to: [409, 'This message cannot be reacted to.'],
  },
  routes: {
    add: route({
      type: 'add_reaction',
      http: 'PUT /messages/:messageId/reactions/:emoji',
      access: 'user',
      limit: '120/min',
      summary: 'React to a message. Repeating it changes nothing.',
      input,
      output: Message,
      faults: ['too_many_emoji', 'nothing_to_react_to'],
    }),
    remove: route({
      type: 'remove_reaction',
      http: 'DELETE /messages/:messageId/reactions/:emoji',
      access: 'user',
      limit: '120/min',
      summary: 'Take my reaction back. Repeating it changes nothing.',
      input,
      output: Message,
      faults: [],
    }),
    list: route({
      http: 'GET /messages/:messageId/reactions',
      access: 'user',
      limit: '120/min',
      summary: 'Who reacted, oldest first; with one emoji or all.',
      input: z.object({ messageId: Id, emoji: z.optional(Emoji), ...Paging }),
      output: page(z.extend(Reaction, { user: Person })),
      faults: [],
    }),
  },
  pushes: {
    added: push({
      type: 'reaction_added',
      to: 'room',
      summary: 'Someone reacted.',
      data: ReactionChange,
    }),
    removed: push({
      type: 'reaction_removed',
      to: 'room',
      summary: 'Someone took a reaction back.',
      data: ReactionChange,
    }),
  },
})
