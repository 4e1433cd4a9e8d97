/** Typing: who is writing in a room this very moment. Nothing of it is ever stored. */
import * as z from 'zod/mini'
import { contract, push, route } from '../../protocol/contract'
import { Id, Nothing } from '../../protocol/fields'

/** A device tells at most once in this many milliseconds that its person is typing. */
export const tellEvery = 3_000
/** After so many milliseconds without being told again nobody is typing any more. */
export const typingLasts = 6_000
/** In rooms with more members nobody is told. */
export const typingUpTo = 100

export const typing = contract('typing', {
  faults: {},
  routes: {
    set: route({
      type: 'typing',
      http: 'POST /rooms/:roomId/typing',
      access: 'user',
      limit: '240/min',
      summary:
        'Tell the room that I am typing, or no longer. Telling it more often than each 3 s changes nothing.',
      input: z.object({ roomId: Id, isTyping: z.boolean() }),
      output: Nothing,
    }),
  },
  pushes: {
    started: push({
      type: 'typing_started',
      to: 'room',
      summary: 'Someone is typing; unless told again it ends by itself after 6 s.',
      data: z.object({ userId: Id }),
    }),
    stopped: push({
      type: 'typing_stopped',
      to: 'room',
      summary: 'Someone is not typing any more.',
      data: z.object({ userId: Id }),
    }),
  },
})
