/** What people do inside a conversation beside saying, changing and removing: facets, threads, and what is only theirs. */
import { chains } from '@community-chat/shared/capabilities/chains/contract'
import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import { drafts, draftRows } from '@community-chat/shared/capabilities/drafts/contract'
import { favourites } from '@community-chat/shared/capabilities/favourites/contract'
import { forwarding } from '@community-chat/shared/capabilities/forwarding/contract'
import { hidden, hiding } from '@community-chat/shared/capabilities/hiding/contract'
import { messages, type Message } from '@community-chat/shared/capabilities/messages/contract'
import { pins } from '@community-chat/shared/capabilities/pins/contract'
import { polls } from '@community-chat/shared/capabilities/polls/contract'
import { reactions } from '@community-chat/shared/capabilities/reactions/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { threads, threadSeats } from '@community-chat/shared/capabilities/threads/contract'
import type { Input, Output, Route } from '@community-chat/shared/protocol/contract'
import type { OwnRow } from '@community-chat/shared/protocol/own'
import type { Act } from './commands'
import type { Chance } from './chance'
import type { Phone } from './phone'
import { somewhere, type World } from './world'

/** How often each comes, beside the everyday commands. */
export const talkWeights = {
  react: 9,
  quote: 5,
  thread: 8,
  openThread: 3,
  recall: 2,
  ask: 2,
  vote: 6,
  chain: 3,
  pin: 2,
  hide: 3,
  keep: 3,
  draft: 4,
  arrange: 4,
  forward: 1.5,
  vanish: 1.5,
  mention: 4,
  announce: 1,
}

type Acts = Record<keyof typeof talkWeights, Act>

/** One of each. Every answer goes to the device that asked, as the app does it. */
export const talkActs: Acts = {
  react: (world, dice, phone) =>
    on(world, dice, phone, isSaid, ({ id: messageId }) => {
      const route = dice.next() < 0.7 ? reactions.routes.add : reactions.routes.remove
      return ask(phone, route, { messageId, emoji: dice.pick(['👍', '❤️', '😂', '🎉'])! })
    }),
  quote: (world, dice, phone) =>
    on(world, dice, phone, isSaid, ({ id, roomId }) => say(world, phone, roomId, { replyTo: id }, dice)),
  thread: (world, dice, phone) =>
    on(world, dice, phone, isRoot, ({ id, roomId }) =>
      say(world, phone, roomId, { threadId: id, ...(dice.next() < 0.3 ? { alsoToRoom: true } : {}) }, dice),
    ),
  openThread: (world, dice, phone) =>
    on(world, dice, phone, isRoot, async ({ id, roomId }) => {
      await phone.device.page(roomId, { threadId: id })
      const seq = phone.device.get().replica.rooms[roomId]?.threads[id]?.messages.at(-1)?.seq
      if (seq !== undefined) await askOwn(phone, threadSeats.name, threads.routes.read, { rootId: id, seq })
    }),
  recall: (world, dice, phone) =>
    on(world, dice, phone, own(phone), ({ id: messageId }) =>
      ask(phone, messages.routes.recall, { messageId }),
    ),
  ask: (world, dice, phone) =>
    ask(phone, polls.routes.create, {
      roomId: somewhere(world, dice),
      question: `asked ${dice.below(1e6)}`,
      options: ['one', 'two', 'three'],
      multiple: dice.next() < 0.5,
      anonymous: dice.next() < 0.3,
      clientId: clientIdOf(phone, dice),
    }),
  vote: (world, dice, phone) =>
    on(world, dice, phone, isOf('poll'), ({ id: messageId }) =>
      ask(phone, polls.routes.vote, { messageId, options: dice.pick([['o1'], ['o2'], ['o3'], []])! }),
    ),
  chain: (world, dice, phone) => {
    const roomId = somewhere(world, dice)
    const known = phone.device.get().replica.rooms[roomId]?.messages ?? []
    const chain = dice.pick(known.filter(isOf('chain')))
    if (!chain)
      return ask(phone, chains.routes.create, {
        roomId,
        title: 'who comes',
        clientId: clientIdOf(phone, dice),
      })
    const { id: messageId } = chain
    return dice.next() < 0.7
      ? ask(phone, chains.routes.join, { messageId, text: `me ${dice.below(1e6)}` })
      : ask(phone, chains.routes.leave, { messageId })
  },
  pin: (world, dice, phone) =>
    on(world, dice, phone, isSaid, ({ id: messageId }) =>
      ask(phone, dice.next() < 0.6 ? pins.routes.add : pins.routes.remove, { messageId }),
    ),
  hide: (world, dice, phone) =>
    on(world, dice, phone, isSaid, ({ id: messageId }) =>
      askOwn(phone, hidden.name, dice.next() < 0.7 ? hiding.routes.hide : hiding.routes.show, { messageId }),
    ),
  keep: (world, dice, phone) =>
    on(world, dice, phone, isSaid, ({ id: messageId }) =>
      dice.next() < 0.7
        ? ask(phone, favourites.routes.keep, { messageId })
        : phone.client.call(favourites.routes.drop, { messageId }),
    ),
  draft: (world, dice, phone) =>
    askOwn(phone, draftRows.name, drafts.routes.save, {
      roomId: somewhere(world, dice),
      text: dice.next() < 0.3 ? '' : `begun ${dice.below(1e6)}`,
    }),
  arrange: (world, dice, phone) =>
    askOwn(phone, 'places', conversations.routes.arrange, {
      roomId: somewhere(world, dice),
      ...dice.pick([
        { pinned: true },
        { pinned: false },
        { notify: 'none' as const },
        { markedUnread: true },
      ])!,
    }),
  forward: (world, dice, phone) =>
    on(world, dice, phone, isSaid, ({ id }) =>
      phone.client.call(forwarding.routes.forward, {
        messageIds: [id],
        roomIds: [somewhere(world, dice)],
        merged: dice.next() < 0.5,
        clientId: clientIdOf(phone, dice),
      }),
    ),
  vanish: (world, dice, phone) => say(world, phone, somewhere(world, dice), { expiresAfter: 5 }, dice),
  mention: (world, dice, phone) => {
    const { id, name } = dice.pick(world.people)!
    const content = {
      type: 'text' as const,
      text: `@${name} ${dice.below(1e6)}`,
      mentions: [{ userId: id, at: 0, length: name.length + 1 }],
    }
    world.witness.said.add(phone.device.send(somewhere(world, dice), { content }))
  },
  announce: async ({ places, owner, ...world }, dice, phone) => {
    if (phone.person.id !== owner.id) return
    const roomId = dice.pick([places.square, places.circle, places.hall])!
    const version = phone.device.get().replica.rooms[roomId]?.room.version
    void world
    if (version !== undefined)
      await phone.client.call(rooms.routes.update, {
        roomId,
        version,
        announcement: `read ${dice.below(1e6)}`,
      })
  },
}

type Fits = (message: Message) => boolean
const isSaid: Fits = ({ type, gone }) => type !== 'system' && !gone
const isRoot: Fits = message => isSaid(message) && message.threadId === undefined
const isOf =
  (kind: Message['type']): Fits =>
  ({ type, gone }) =>
    type === kind && !gone
const own =
  ({ person }: Phone): Fits =>
  message =>
    isSaid(message) && message.senderId === person.id

/** Does something to one of the messages that a phone shows of a room, the newer ones more often. */
function on(
  world: World,
  dice: Chance,
  phone: Phone,
  fits: Fits,
  act: (message: Message) => unknown,
): unknown {
  const known = (phone.device.get().replica.rooms[somewhere(world, dice)]?.messages ?? []).filter(fits)
  const message = dice.pick(dice.next() < 0.7 ? known.slice(-8) : known)
  return message && act(message)
}

function say(
  { witness }: World,
  { device }: Phone,
  roomId: string,
  how: { replyTo?: string; threadId?: string; alsoToRoom?: boolean; expiresAfter?: number },
  dice: Chance,
): void {
  const content = { type: 'text' as const, text: `said ${dice.below(1e6)}` }
  witness.said.add(device.send(roomId, { content, ...how }))
}

/** Calls a route whose answer is a message, which the device takes over. */
async function ask<R extends Route<any, any>>(phone: Phone, route: R, input: Input<R>): Promise<void> {
  const { device } = phone
  const message = (await phone.client.call(route, input)) as Output<R> as Message
  if (phone.device === device) device.take(message)
}

/** The same for a row of one's own. */
async function askOwn<R extends Route<any, any>>(
  phone: Phone,
  name: string,
  route: R,
  input: Input<R>,
): Promise<void> {
  const { device } = phone
  const row = (await phone.client.call(route, input)) as Output<R> as OwnRow
  if (phone.device === device) device.takeOwn(name, [row])
}

const clientIdOf = ({ name }: Phone, dice: Chance): string =>
  `${name}-made-${dice.below(1e9)}`.slice(-36).padStart(20, '-')
