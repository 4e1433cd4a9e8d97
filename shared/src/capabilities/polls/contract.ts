/** Polls: a question in a room, and what people chose. */
import * as z from 'zod/mini'
import { contract, push, route } from '../../protocol/contract'
import { facet } from '../../protocol/facet'
import { ClientId, Id, line, page, Paging, When } from '../../protocol/fields'
import { Change, Message } from '../messages/contract'
import { Person } from '../profiles/person'

/** How many options a poll has at most, those that people added among them. */
export const mostOptions = 12
const OptionText = line(1, 60)
const OptionId = z.string().check(z.regex(/^[a-z0-9]{1,12}$/))
export const Option = z.object({ id: OptionId, text: z.string() })
export type Option = z.output<typeof Option>

/** The content of a message of type `poll`: it never changes; what people added and chose is its facet. */
export const PollContent = z.object({
  type: z.literal('poll'),
  question: z.string(),
  options: z.array(Option),
  /** May one choose several? */
  multiple: z.boolean(),
  /** Nobody is told who chose what. */
  anonymous: z.boolean(),
  /** May others add options? */
  open: z.boolean(),
  closesAt: z.nullable(When),
})
export type PollContent = z.output<typeof PollContent>

const Tally = z.object({
  /** Votes by option; an option without votes is left out. */
  counts: z.record(OptionId, z.int()),
  /** How many people chose something. */
  voters: z.int(),
  /** Options that people added, in their order. */
  added: z.array(Option),
  /** When someone closed it; a closing time that passed closes it too, without a change. */
  closedAt: z.nullable(When),
})
export type Tally = z.output<typeof Tally>
const noVotes: Tally = { counts: {}, voters: 0, added: [], closedAt: null }

/** What everyone sees of the votes. */
export const tally = facet('poll', Tally, { empty: noVotes })

/** The poll of a message; null where it is none, or gone. */
export const pollOf = ({ type, content }: Pick<Message, 'type' | 'content'>): PollContent | null =>
  type === 'poll' && content ? (content as PollContent) : null

/** All options in their order, those that were added last. */
export const optionsOf = (poll: PollContent, { added }: Pick<Tally, 'added'>): Option[] => [
  ...poll.options,
  ...added,
]

/** True where nobody can vote any more at a time, in milliseconds. */
export const isClosed = ({ closesAt }: PollContent, { closedAt }: Tally, now: number): boolean =>
  closedAt !== null || (closesAt !== null && Date.parse(closesAt) <= now)

/** What the reader chose. */
export const ownChoice = ({ mine }: Pick<Message, 'mine'>): readonly string[] =>
  (mine?.poll as string[] | undefined) ?? none
const none: readonly string[] = []

/** One person's choice. */
const Vote = z.object({ userId: Id, options: z.array(OptionId), at: When, user: Person })

export const polls = contract('polls', {
  faults: {
    not_a_poll: [409, 'This message is not a poll, or it is gone.'],
    poll_closed: [409, 'This poll is closed.'],
    one_choice: [409, 'In this poll one chooses one option.'],
    no_such_option: [409, 'The poll has no such option.'],
    not_open: [403, 'Only its author adds options to this poll.'],
    too_many_options: [409, 'A poll has at most 12 options.'],
    anonymous: [403, 'Nobody is told who chose what in this poll.'],
    not_yours: [403, 'Only its author or a moderator closes a poll.'],
  },
  routes: {
    create: route({
      type: 'create_poll',
      http: 'POST /rooms/:roomId/polls',
      access: 'user',
      limit: '30/min',
      summary: 'Ask a question in a room. With the same clientId a resend is the same poll.',
      input: z.object({
        roomId: Id,
        question: line(1, 200),
        options: z.array(OptionText).check(
          z.minLength(2),
          z.maxLength(mostOptions),
          z.refine(all => new Set(all).size === all.length, 'Two options are the same.'),
        ),
        multiple: z._default(z.boolean(), false),
        anonymous: z._default(z.boolean(), false),
        open: z._default(z.boolean(), false),
        closesAt: z.optional(When),
        threadId: z.optional(Id),
        clientId: z.optional(ClientId),
      }),
      output: Message,
      faults: [],
    }),
    vote: route({
      type: 'vote',
      http: 'PUT /polls/:messageId/vote',
      access: 'user',
      limit: '120/min',
      summary: 'Choose: this takes the place of what I chose before; nothing takes my vote back.',
      input: z.object({
        messageId: Id,
        options: z.array(OptionId).check(
          z.maxLength(mostOptions),
          z.refine(all => new Set(all).size === all.length, 'An option stands here twice.'),
        ),
      }),
      output: Message,
      faults: ['not_a_poll', 'poll_closed', 'one_choice', 'no_such_option'],
    }),
    addOption: route({
      type: 'add_poll_option',
      http: 'POST /polls/:messageId/options',
      access: 'user',
      limit: '30/min',
      summary: 'Add an option to an open poll; its author always may. One that is there already stays one.',
      input: z.object({ messageId: Id, text: OptionText }),
      output: Message,
      faults: ['not_a_poll', 'poll_closed', 'not_open', 'too_many_options'],
    }),
    close: route({
      type: 'close_poll',
      http: 'POST /polls/:messageId/close',
      access: 'user',
      limit: '30/min',
      summary: 'Close a poll: my own, or any as a moderator. Repeating it changes nothing.',
      input: z.object({ messageId: Id }),
      output: Message,
      faults: ['not_a_poll', 'not_yours'],
    }),
    voters: route({
      http: 'GET /polls/:messageId/votes',
      access: 'user',
      limit: '120/min',
      summary: 'Who chose what, oldest first; of one option or all. Not of an anonymous poll.',
      input: z.object({ messageId: Id, option: z.optional(OptionId), ...Paging }),
      output: page(Vote),
      faults: ['not_a_poll', 'anonymous'],
    }),
  },
  pushes: {
    changed: push({
      type: 'poll_changed',
      to: 'room',
      summary: 'Someone voted, added an option, or closed the poll; of an anonymous one nobody is named.',
      data: Change,
    }),
  },
  shapes: { PollContent, PollTally: Tally },
})
