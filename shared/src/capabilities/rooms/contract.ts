/** Rooms: where people talk, and who is in them. */
import * as z from 'zod/mini'
import { contract, push, route } from '../../protocol/contract'
import { ClientId, Counter, Id, line, lines, Nothing, page, Paging, When, whole } from '../../protocol/fields'
import { Role } from '../communities/role'
import { Person } from '../profiles/person'

/** Every kind of room that exists; only the first three can be made today. */
export const RoomType = z.enum([
  'direct_message',
  'group_chat',
  'public_room',
  'creator_room',
  'fan_club',
  'support_chat',
  'live_stream',
])
export type RoomType = z.output<typeof RoomType>
/** public: anyone may find and join; private: only who is let in knows of it. */
export const Visibility = z.enum(['public', 'private'])
/**
 * `history`: may newcomers read what was said before them? `invites`: who may add people. `mentionAll`: who may call
 * everyone. `forwarding`: may what is said here be carried elsewhere? `expiresAfter`: seconds that what is said lives
 * once it was read, 0 for ever.
 */
const settings = {
  history: z.enum(['all', 'joined']),
  invites: z.enum(['members', 'moderators']),
  mentionAll: z.enum(['members', 'moderators']),
  forwarding: z.enum(['allowed', 'forbidden']),
  expiresAfter: z
    .int()
    .check(
      z.refine(
        seconds => seconds === 0 || (seconds >= 5 && seconds <= 604_800),
        '0, or 5 to 604800 seconds.',
      ),
    ),
}
export const RoomSettings = z.strictObject({
  history: z._default(settings.history, 'all'),
  invites: z._default(settings.invites, 'members'),
  mentionAll: z._default(settings.mentionAll, 'moderators'),
  forwarding: z._default(settings.forwarding, 'allowed'),
  expiresAfter: z._default(settings.expiresAfter, 0),
})
/** What the keepers of a room want everyone to read first. */
export const Announcement = z.object({ text: z.string(), by: z.nullable(Id), at: When })
export type Announcement = z.output<typeof Announcement>

const RoomName = line(1, 60)
const Topic = line(0, 200)
const MaxMembers = z.int().check(z.minimum(2), z.maximum(10_000))

/** A room as its members, and for public ones anyone signed in, see it. `version` rises with every change of it. */
export const Room = z.object({
  id: Id,
  type: RoomType,
  name: z.string(),
  topic: z.string(),
  visibility: Visibility,
  communityId: z.nullable(Id),
  creatorId: z.nullable(Id),
  maxMembers: z.nullable(z.int()),
  memberCount: z.int(),
  settings: z.object(settings),
  announcement: z.nullable(Announcement),
  version: z.int(),
  /** The reader's role as a member, null where they are not in it. */
  role: z.nullable(Role),
  /**
   * What the reader may do here, in it or not: the highest of their role, of what their role in its community is worth,
   * and, for administrators of the server, owner. All rights in a room go by it.
   */
  standing: z.nullable(Role),
  /** In a direct room the other person, so that a device can name it; null in my notes to myself. */
  peer: z.nullable(Person),
  createdAt: When,
  updatedAt: When,
})
export type Room = z.output<typeof Room>

/** Someone's place in a room. */
export const Member = z.object({
  userId: Id,
  roomId: Id,
  role: Role,
  joinedAt: When,
  invitedBy: z.nullable(Id),
  user: Person,
})
export type Member = z.output<typeof Member>

export const rooms = contract('rooms', {
  faults: {
    room_full: [409, 'This room is full.'],
    too_many_rooms: [409, 'A person is in at most 1,000 rooms.'],
    owner_stays: [409, 'The owner hands the room over before leaving it.'],
    direct_is_fixed: [409, 'A direct room has exactly its people.'],
    stale_version: [409, 'The room has changed meanwhile. Load it again.'],
    outside_community: [409, 'They do not belong to the community of this room.'],
  },
  routes: {
    create: route({
      type: 'create_room',
      http: 'POST /rooms',
      access: 'user',
      limit: '30/min',
      summary:
        'Make a room, in a community as one of its members; its maker owns it. With a clientId a retry gives the same room.',
      input: z.object({
        name: RoomName,
        topic: z._default(Topic, ''),
        type: z._default(z.enum(['group_chat', 'public_room']), 'group_chat'),
        /** The same as `type`, for the socket, where `type` names the frame. */
        roomType: z.optional(z.enum(['group_chat', 'public_room'])),
        visibility: z.optional(Visibility),
        communityId: z.optional(Id),
        maxMembers: z.optional(MaxMembers),
        settings: z.optional(RoomSettings),
        memberIds: z._default(z.array(Id).check(z.maxLength(100)), []),
        clientId: z.optional(ClientId),
      }),
      output: Room,
      faults: ['room_full', 'too_many_rooms', 'outside_community'],
    }),
    list: route({
      http: 'GET /rooms',
      access: 'user',
      limit: '120/min',
      summary:
        'Public rooms of no community and of mine, newest first; with `communityId` those of one, for who keeps it private ones too.',
      input: z.object({
        communityId: z.optional(Id),
        /** Only those with words that begin so, in their name or topic. */
        query: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(60), whole)),
        ...Paging,
      }),
      output: page(Room),
      faults: [],
    }),
    get: route({
      http: 'GET /rooms/:roomId',
      access: 'user',
      limit: '300/min',
      summary: 'One room.',
      input: z.object({ roomId: Id }),
      output: Room,
      faults: [],
    }),
    update: route({
      http: 'PATCH /rooms/:roomId',
      access: 'user',
      limit: '60/min',
      summary: 'Change a room. `version` names the one that was read; a stale one is refused with 409.',
      input: z.object({
        roomId: Id,
        version: z.int().check(z.minimum(1)),
        name: z.optional(RoomName),
        topic: z.optional(Topic),
        visibility: z.optional(Visibility),
        maxMembers: z.optional(z.nullable(MaxMembers)),
        settings: z.optional(z.partial(z.strictObject(settings))),
        /** Nothing takes it away. */
        announcement: z.optional(lines(1000)),
      }),
      output: Room,
      faults: ['room_full', 'stale_version'],
    }),
    members: route({
      type: 'list_members',
      http: 'GET /rooms/:roomId/members',
      access: 'user',
      limit: '120/min',
      summary:
        'Who is in the room, in the order they came; with `query` only the first page of those whose name it begins, by name.',
      input: z.object({ roomId: Id, query: z.optional(line(1, 40)), ...Paging }),
      output: page(Member),
      faults: [],
    }),
    addMember: route({
      http: 'POST /rooms/:roomId/members',
      access: 'user',
      limit: '120/min',
      summary: 'Bring someone in, into its community too. Repeating it changes nothing.',
      input: z.object({ roomId: Id, userId: Id }),
      output: Member,
      faults: ['room_full', 'too_many_rooms', 'direct_is_fixed', 'outside_community'],
    }),
    removeMember: route({
      http: 'DELETE /rooms/:roomId/members/:userId',
      access: 'user',
      limit: '120/min',
      summary: 'Put someone out. Nothing said afterwards reaches them.',
      input: z.object({ roomId: Id, userId: Id }),
      output: Nothing,
      faults: ['owner_stays', 'direct_is_fixed'],
    }),
    setRole: route({
      http: 'PATCH /rooms/:roomId/members/:userId',
      access: 'user',
      limit: '60/min',
      summary: 'Change what a member may do. Naming a new owner makes the old one an administrator.',
      input: z.object({ roomId: Id, userId: Id, role: Role }),
      output: Member,
      faults: ['owner_stays', 'direct_is_fixed'],
    }),
    join: route({
      type: 'join_room',
      http: 'POST /rooms/:roomId/join',
      access: 'user',
      limit: '60/min',
      summary: 'Come into a public room, and into its community. Repeating it changes nothing.',
      input: z.object({ roomId: Id }),
      output: Member,
      faults: ['room_full', 'too_many_rooms'],
    }),
    leave: route({
      type: 'leave_room',
      http: 'POST /rooms/:roomId/leave',
      access: 'user',
      limit: '60/min',
      summary: 'Go out of a room. Nothing said afterwards reaches me.',
      input: z.object({ roomId: Id }),
      output: Nothing,
      faults: ['owner_stays', 'direct_is_fixed'],
    }),
    openDirect: route({
      type: 'open_direct',
      http: 'POST /direct',
      access: 'user',
      limit: '60/min',
      summary: 'The direct room with someone, or my own notes: one per pair, ever.',
      input: z.object({ userId: Id }),
      output: Room,
      faults: ['too_many_rooms'],
    }),
  },
  pushes: {
    joined: push({
      type: 'user_joined',
      to: 'room',
      summary: 'Someone came in.',
      data: z.object({ userId: Id, participant: Member, memberCount: z.int() }),
    }),
    left: push({
      type: 'user_left',
      to: 'room',
      summary: 'Someone went out, or was put out.',
      data: z.object({ userId: Id, memberCount: z.int() }),
    }),
    updated: push({
      type: 'room_updated',
      to: 'room',
      summary: "The room itself changed; `role`, `standing` and `peer` are the reader's own and left out.",
      data: z.object({ room: z.omit(Room, { role: true, standing: true, peer: true }) }),
    }),
    roleChanged: push({
      type: 'member_updated',
      to: 'room',
      summary: "A member's role changed.",
      data: z.object({ participant: Member }),
    }),
    standing: push({
      type: 'standing_updated',
      to: 'user',
      summary: 'What I may do in these rooms of mine is something else now.',
      data: z.object({ rooms: z.array(z.object({ roomId: Id, standing: z.nullable(Role) })) }),
    }),
  },
  shapes: { Room, Member },
})

/** Where reading starts for a newcomer and what they have read: both values of the room's counter. */
export const Place = z.object({ fromSeq: Counter, readSeq: Counter })
