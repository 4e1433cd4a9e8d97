/** Favourites: messages that I keep for myself, as they were when I kept them. */
import * as z from 'zod/mini'
import { contract, route } from '../../protocol/contract'
import { Counter, Id, line, Nothing, page, Paging, When } from '../../protocol/fields'
import { vanishes } from '../expiry/contract'
import { MessageType, Said } from '../messages/content'
import { Message } from '../messages/contract'

/** How many messages a person keeps. */
export const mostFavourites = 2000

/**
 * A kept message: it stays when I leave its room and when it is edited. Once it is gone for everyone its content is
 * gone from here too, and `content` is null.
 */
export const Favourite = z.object({
  messageId: Id,
  roomId: Id,
  senderId: Id,
  seq: Counter,
  type: MessageType,
  content: z.nullable(Said),
  saidAt: When,
  keptAt: When,
})
export type Favourite = z.output<typeof Favourite>

/** What a person said and that is there to stay: neither notes of the system, nor husks, nor what vanishes. */
export const mayBeKept = ({
  type,
  gone,
  facets,
}: Pick<Message, 'type' | 'facets'> & { gone?: unknown }): boolean =>
  !gone && type !== 'system' && !vanishes({ facets })

/** Whether the reader keeps it. */
export const isFavourite = ({ mine }: Pick<Message, 'mine'>): boolean => mine?.favourite === true

export const favourites = contract('favourites', {
  faults: {
    too_many_favourites: [409, 'At most 2,000 messages are kept. Take some away first.'],
    nothing_to_keep: [409, 'This message cannot be kept.'],
    stays_here: [403, 'What is said in this room stays in it.'],
  },
  routes: {
    keep: route({
      type: 'keep_message',
      http: 'PUT /favourites/:messageId',
      access: 'user',
      limit: '120/min',
      summary: 'Keep a message among my favourites. Repeating it changes nothing.',
      input: z.object({ messageId: Id }),
      output: Message,
    }),
    drop: route({
      type: 'drop_favourite',
      http: 'DELETE /favourites/:messageId',
      access: 'self',
      limit: '120/min',
      summary: 'Keep it no longer. Repeating it changes nothing.',
      input: z.object({ messageId: Id }),
      output: Nothing,
      faults: [],
    }),
    list: route({
      type: 'list_favourites',
      http: 'GET /favourites',
      access: 'self',
      limit: '240/min',
      summary:
        'What I keep, the latest first; with `query` what has these words in it, with `kind` of one type.',
      input: z.object({
        query: z.optional(line(1, 100)),
        /** A type of message; `type` would name the frame on the socket. */
        kind: z.optional(MessageType),
        ...Paging,
      }),
      output: page(Favourite),
      faults: [],
    }),
  },
  pushes: {},
  shapes: { Favourite },
})
