/** Chains (接龙): a list that people add themselves to, one line each, in the order they came. */
import * as z from 'zod/mini'
import { contract, push, route } from '../../protocol/contract'
import { facet } from '../../protocol/facet'
import { ClientId, Id, line, page, Paging, When } from '../../protocol/fields'
import { Change, Message } from '../messages/contract'
import { Person } from '../profiles/person'

/** How many of the newest entries the message itself shows. */
export const shownEntries = 8
/** How many people can stand in one chain. */
export const mostEntries = 1000

/** The content of a message of type `chain`: it never changes; who joined is its facet. */
export const ChainContent = z.object({
  type: z.literal('chain'),
  title: z.string(),
  /** What an entry should say, by an example. */
  example: z.string(),
  closesAt: z.nullable(When),
})
export type ChainContent = z.output<typeof ChainContent>

const Shown = z.object({ userId: Id, text: z.string() })
const Links = z.object({
  count: z.int(),
  /** The newest entries in their order, their words cut to 60 characters; the first stands at count − length + 1. */
  newest: z.array(Shown),
  /** When someone closed it; a closing time that passed closes it too, without a change. */
  closedAt: z.nullable(When),
})
export type Links = z.output<typeof Links>
const nobody: Links = { count: 0, newest: [], closedAt: null }

/** What everyone sees of the entries. */
export const links = facet('chain', Links, { empty: nobody })

/** The chain of a message; null where it is none, or gone. */
export const chainOf = ({ type, content }: Pick<Message, 'type' | 'content'>): ChainContent | null =>
  type === 'chain' && content ? (content as ChainContent) : null

/** True where nobody can join any more at a time, in milliseconds. */
export const isClosed = ({ closesAt }: ChainContent, { closedAt }: Links, now: number): boolean =>
  closedAt !== null || (closesAt !== null && Date.parse(closesAt) <= now)

/** What the reader wrote into it; null where they are not in it. */
export const ownEntry = ({ mine }: Pick<Message, 'mine'>): string | null =>
  (mine?.chain as string | null | undefined) ?? null

const Entry = z.object({ userId: Id, text: z.string(), at: When, user: Person })
const ofMessage = z.object({ messageId: Id })

export const chains = contract('chains', {
  faults: {
    not_a_chain: [409, 'This message is not a chain, or it is gone.'],
    chain_closed: [409, 'This chain is closed.'],
    chain_full: [409, 'A chain has at most 1,000 entries.'],
    not_yours: [403, 'Only its author or a moderator closes a chain.'],
  },
  routes: {
    create: route({
      type: 'create_chain',
      http: 'POST /rooms/:roomId/chains',
      access: 'user',
      limit: '30/min',
      summary: 'Start a chain in a room. With the same clientId a resend is the same chain.',
      input: z.object({
        roomId: Id,
        title: line(1, 200),
        example: z._default(line(0, 100), ''),
        closesAt: z.optional(When),
        threadId: z.optional(Id),
        clientId: z.optional(ClientId),
      }),
      output: Message,
      faults: [],
    }),
    join: route({
      type: 'join_chain',
      http: 'PUT /chains/:messageId/entry',
      access: 'user',
      limit: '60/min',
      summary: 'Write my line: a new one comes last, a changed one keeps its place.',
      input: z.extend(ofMessage, { text: line(1, 100) }),
      output: Message,
      faults: ['not_a_chain', 'chain_closed', 'chain_full'],
    }),
    leave: route({
      type: 'leave_chain',
      http: 'DELETE /chains/:messageId/entry',
      access: 'user',
      limit: '60/min',
      summary: 'Take my line back. Repeating it changes nothing.',
      input: ofMessage,
      output: Message,
      faults: ['not_a_chain', 'chain_closed'],
    }),
    close: route({
      type: 'close_chain',
      http: 'POST /chains/:messageId/close',
      access: 'user',
      limit: '30/min',
      summary: 'Close a chain: my own, or any as a moderator. Repeating it changes nothing.',
      input: ofMessage,
      output: Message,
      faults: ['not_a_chain', 'not_yours'],
    }),
    entries: route({
      http: 'GET /chains/:messageId/entries',
      access: 'user',
      limit: '120/min',
      summary: 'Who stands in the chain, in the order they came.',
      input: z.extend(ofMessage, Paging),
      output: page(Entry),
      faults: ['not_a_chain'],
    }),
  },
  pushes: {
    changed: push({
      type: 'chain_changed',
      to: 'room',
      summary: 'Someone joined a chain, changed or took back their line, or closed it.',
      data: Change,
    }),
  },
  shapes: { ChainContent, ChainLinks: Links },
})
