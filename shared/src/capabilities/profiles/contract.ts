/** Profiles: how people appear to one another. */
import * as z from 'zod/mini'
import { contract, push, route } from '../../protocol/contract'
import { Id, page, Paging, whole } from '../../protocol/fields'
import {
  AvatarColour,
  AvatarLetters,
  Bio,
  DisplayName,
  NewPicture,
  NewStatus,
  Person,
  Profile,
} from './person'

/** Oneself: one's own page, with what only they see. */
export const Self = z.extend(Profile, { username: z.string(), isAdmin: z.boolean() })
export type Self = z.output<typeof Self>

export const profiles = contract('profiles', {
  faults: { not_a_picture: [400, 'That is no JPEG, PNG or WebP picture, or one too large to open.'] },
  routes: {
    me: route({
      http: 'GET /me',
      access: 'self',
      limit: '120/min',
      summary: 'Who I am.',
      input: z.object({}),
      output: Self,
      faults: [],
    }),
    update: route({
      http: 'PATCH /me',
      access: 'self',
      limit: '30/min',
      summary: 'Change my name, avatar, bio or status; a status of null clears it.',
      input: z.object({
        displayName: z.optional(DisplayName),
        avatar: z.optional(z.strictObject({ letters: AvatarLetters, colour: AvatarColour })),
        bio: z.optional(Bio),
        status: z.optional(z.nullable(NewStatus)),
      }),
      output: Self,
      faults: [],
    }),
    setPicture: route({
      http: 'PUT /me/picture',
      access: 'self',
      limit: '10/min',
      summary:
        'Show a JPEG, PNG or WebP picture, in base64, instead of my letters: its middle, 256 pixels square, without anything that was stored with it.',
      input: z.object({ picture: NewPicture }),
      output: Self,
    }),
    removePicture: route({
      http: 'DELETE /me/picture',
      access: 'self',
      limit: '10/min',
      summary: 'Show my letters again.',
      input: z.object({}),
      output: Self,
      faults: [],
    }),
    find: route({
      http: 'GET /users',
      access: 'self',
      limit: '120/min',
      summary:
        'People with this id, then those whose name begins with the query, has words that do, or whose sign-in name does.',
      input: z.object({
        query: z.string().check(z.trim(), z.minLength(1), z.maxLength(40), whole),
        ...Paging,
      }),
      output: page(Person),
      faults: [],
    }),
    get: route({
      http: 'GET /users/:userId',
      access: 'user',
      limit: '300/min',
      summary: "A person's page.",
      input: z.object({ userId: Id }),
      output: Profile,
      faults: [],
    }),
    getMany: route({
      type: 'get_people',
      http: 'POST /users/batch',
      access: 'user',
      limit: '300/min',
      summary: 'Several people at once, at most 200; unknown ids are left out.',
      input: z.object({ userIds: z.array(Id).check(z.minLength(1), z.maxLength(200)) }),
      output: z.object({ items: z.array(Person) }),
      faults: [],
    }),
  },
  pushes: {
    changed: push({
      type: 'profile_updated',
      to: 'room',
      summary: 'Someone I share a room with changed how they appear.',
      data: z.object({ user: Person }),
    }),
  },
  shapes: { Person, Self },
})
