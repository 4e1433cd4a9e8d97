/** What a message may hold: one shape a kind. */
import * as z from 'zod/mini'
import { Id, line, whole } from '../../protocol/fields'

/** The longest text, in characters. */
export const longestText = 10_000
/** The most people one text calls by name. */
export const mostMentions = 50

const isWritten = (text: string) => text.trim().length > 0

/** Whom a part of a text calls: a person, or everyone (`userId` null). `at` and `length` count UTF-16 units. */
export const Mention = z.strictObject({
  userId: z.nullable(Id),
  at: z.int().check(z.minimum(0), z.maximum(longestText)),
  length: z.int().check(z.minimum(1), z.maximum(100)),
})
export type Mention = z.output<typeof Mention>

/** Stands for everyone among those whom a message calls. */
export const everyone = 'all'

/** Words, and whom they call. */
export const TextContent = z.strictObject({
  type: z._default(z.optional(z.literal('text')), 'text'),
  text: z.string().check(z.maxLength(longestText), whole, z.refine(isWritten, 'Write something first.')),
  mentions: z.optional(z.array(Mention).check(z.maxLength(mostMentions))),
})

/** A place on earth, in degrees (WGS 84). */
export const LocationContent = z.strictObject({
  type: z.literal('location'),
  latitude: z.number().check(z.minimum(-90), z.maximum(90)),
  longitude: z.number().check(z.minimum(-180), z.maximum(180)),
  name: line(0, 100),
  address: line(0, 200),
})

/** Someone or somewhere to get to know: a person, a room or a community. */
export const CardContent = z.strictObject({
  type: z.literal('card'),
  of: z.enum(['person', 'room', 'community']),
  id: Id,
})

/** A note of the system: facts, never prose; the device words them in its own language. */
export const SystemContent = z.object({
  event: z.enum([
    ...['room_created', 'members_joined', 'member_left', 'member_removed', 'room_renamed'],
    ...['announcement_changed', 'message_pinned', 'expiry_changed'],
  ] as const),
  actorId: z.nullable(Id),
  subjectIds: z.array(Id),
  data: z.record(z.string(), z.unknown()),
})

/** The kinds that later capabilities make by routes of their own; each has the reader of its content. */
export const MadeKind = z.enum(['poll', 'chain', 'record'])
const MadeContent = z.looseObject({ type: MadeKind }) as z.ZodMiniType<{ type: z.output<typeof MadeKind> }>

/** What a person may send as it is; `type` may be left out for text. */
export const Content = z.discriminatedUnion('type', [TextContent, LocationContent, CardContent])
export type Content = z.output<typeof Content>

/** Every kind of message. */
export const MessageType = z.enum(['text', 'location', 'card', 'system', ...MadeKind.options])
export type MessageType = z.output<typeof MessageType>

/** Words, as everyone sees them. */
export const Text = z.object({
  type: z.literal('text'),
  text: z.string(),
  mentions: z.optional(z.array(Mention)),
})

/** What a message holds, as everyone sees it. */
export const Said = z.union([Text, LocationContent, CardContent, MadeContent, SystemContent])
export type Said = z.output<typeof Said>
