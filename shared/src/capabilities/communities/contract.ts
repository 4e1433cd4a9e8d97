/** Communities: the places that hold rooms, and the people who belong to them. */
import * as z from 'zod/mini'
import { contract, push, route } from '../../protocol/contract'
import { ClientId, Id, line, Nothing, page, Paging, When, whole } from '../../protocol/fields'
import { AvatarColour, AvatarLetters, Person } from '../profiles/person'
import { Role } from './role'

/** What a community is about. */
export const Category = z.enum([
  'general',
  'games',
  'technology',
  'nature',
  'music',
  'reading',
  'sports',
  'learning',
  'life',
  'other',
])
export type Category = z.output<typeof Category>

/** public: anyone may find and join; private: only who is let in knows of it, and of its rooms. */
const Visibility = z.enum(['public', 'private'])
const Name = line(1, 60)
/** Several lines, at most 500 characters. */
const Description = z.string().check(z.trim(), z.maxLength(500), whole)

/** A community as one person sees it. `version` rises with every change of it, `memberCount` follows who is in. */
export const Community = z.object({
  id: Id,
  name: z.string(),
  description: z.string(),
  /** On its avatar, a square, in one of the eight avatar colours. */
  letters: z.string(),
  colour: z.int(),
  category: Category,
  visibility: Visibility,
  ownerId: z.nullable(Id),
  memberCount: z.int(),
  /** Its public rooms. */
  roomCount: z.int(),
  /** The reader's role, null where they are not in it. */
  role: z.nullable(Role),
  version: z.int(),
  createdAt: When,
  updatedAt: When,
})
export type Community = z.output<typeof Community>

/** Someone who belongs to a community. */
export const CommunityMember = z.object({
  communityId: Id,
  userId: Id,
  role: Role,
  joinedAt: When,
  invitedBy: z.nullable(Id),
  user: Person,
})
export type CommunityMember = z.output<typeof CommunityMember>

const One = z.object({ communityId: Id })

export const communities = contract('communities', {
  faults: {
    too_many_communities: [409, 'A person is in at most 1,000 communities.'],
    owner_stays: [409, 'The owner hands the community over before leaving it.'],
    stale_version: [409, 'The community has changed meanwhile. Load it again.'],
  },
  routes: {
    create: route({
      http: 'POST /communities',
      access: 'user',
      limit: '10/min',
      summary: 'Make a community with a first public room; its maker owns both. A retry gives the same one.',
      input: z.object({
        name: Name,
        description: z._default(Description, ''),
        letters: z.optional(AvatarLetters),
        colour: z.optional(AvatarColour),
        category: z._default(Category, 'general'),
        visibility: z._default(Visibility, 'public'),
        roomName: z._default(Name, 'General'),
        clientId: z.optional(ClientId),
      }),
      output: Community,
      faults: ['too_many_communities'],
    }),
    list: route({
      http: 'GET /communities',
      access: 'user',
      limit: '120/min',
      summary: 'Public communities, or with `mine` those that I am in, private ones too.',
      input: z.object({
        /** Words, or the beginnings of words, that stand in the name. */
        query: z.optional(z.string().check(z.trim(), z.maxLength(40), whole)),
        category: z.optional(Category),
        mine: z._default(z.boolean(), false),
        /** members: the largest first; activity: where something was said last. */
        sort: z._default(z.enum(['members', 'activity']), 'members'),
        ...Paging,
      }),
      output: page(Community),
      faults: [],
    }),
    get: route({
      http: 'GET /communities/:communityId',
      access: 'user',
      limit: '300/min',
      summary: 'One community.',
      input: One,
      output: Community,
      faults: [],
    }),
    update: route({
      http: 'PATCH /communities/:communityId',
      access: 'user',
      limit: '60/min',
      summary: 'Change a community. `version` names the one that was read; a stale one is refused with 409.',
      input: z.object({
        communityId: Id,
        version: z.int().check(z.minimum(1)),
        name: z.optional(Name),
        description: z.optional(Description),
        letters: z.optional(AvatarLetters),
        colour: z.optional(AvatarColour),
        category: z.optional(Category),
        visibility: z.optional(Visibility),
      }),
      output: Community,
      faults: ['stale_version'],
    }),
    join: route({
      type: 'join_community',
      http: 'POST /communities/:communityId/join',
      access: 'user',
      limit: '60/min',
      summary: 'Belong to a public community. Repeating it changes nothing.',
      input: One,
      output: Community,
      faults: ['too_many_communities'],
    }),
    leave: route({
      type: 'leave_community',
      http: 'POST /communities/:communityId/leave',
      access: 'user',
      limit: '60/min',
      summary: 'Belong to it no longer, nor to any of its rooms. Nothing said there afterwards reaches me.',
      input: One,
      output: Nothing,
      faults: ['owner_stays'],
    }),
    members: route({
      http: 'GET /communities/:communityId/members',
      access: 'user',
      limit: '120/min',
      summary: 'Who belongs to it, in the order they came.',
      input: z.object({ communityId: Id, ...Paging }),
      output: page(CommunityMember),
      faults: [],
    }),
    addMember: route({
      http: 'POST /communities/:communityId/members',
      access: 'user',
      limit: '120/min',
      summary:
        'Bring someone in; into a private one only its moderators and up may. Repeating it changes nothing.',
      input: z.object({ communityId: Id, userId: Id }),
      output: CommunityMember,
      faults: ['too_many_communities'],
    }),
    removeMember: route({
      http: 'DELETE /communities/:communityId/members/:userId',
      access: 'user',
      limit: '120/min',
      summary: 'Put someone out, of all its rooms too. Nothing said there afterwards reaches them.',
      input: z.object({ communityId: Id, userId: Id }),
      output: Nothing,
      faults: ['owner_stays'],
    }),
    setRole: route({
      http: 'PATCH /communities/:communityId/members/:userId',
      access: 'user',
      limit: '60/min',
      summary: 'Change what a member may do. Naming a new owner makes the old one an administrator.',
      input: z.object({ communityId: Id, userId: Id, role: Role }),
      output: CommunityMember,
      faults: ['owner_stays'],
    }),
  },
  pushes: {
    updated: push({
      type: 'community_updated',
      to: 'user',
      summary: 'A community of mine is new to me or changed, or my role there did.',
      data: z.object({ community: Community }),
    }),
    left: push({
      type: 'community_left',
      to: 'user',
      summary: 'I belong to a community no longer.',
      data: z.object({ communityId: Id }),
    }),
  },
  shapes: { Community, CommunityMember },
})
