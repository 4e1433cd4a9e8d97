/** Everything a device hears is what a contract says, no field more: pushes are not checked on their way out. */
import { chains } from '@community-chat/shared/capabilities/chains/contract'
import { communities } from '@community-chat/shared/capabilities/communities/contract'
import { blocks } from '@community-chat/shared/capabilities/blocks/contract'
import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { polls } from '@community-chat/shared/capabilities/polls/contract'
import { presence } from '@community-chat/shared/capabilities/presence/contract'
import { profiles } from '@community-chat/shared/capabilities/profiles/contract'
import { reactions } from '@community-chat/shared/capabilities/reactions/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { typing } from '@community-chat/shared/capabilities/typing/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from './app'
import { connect, somePeople } from './person'
import { pause } from './raw'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

test('every push of every contract is sent, and carries exactly its data', async () => {
  const { alice, bob, stranger } = await somePeople(app)
  const device = await connect(app, bob.session)
  const room = await alice.call(rooms.routes.create, {
    name: 'all',
    type: 'public_room',
    memberIds: [bob.id],
  })
  const said = await alice.call(messages.routes.send, { roomId: room.id, content: { text: 'said' } })
  await alice.call(messages.routes.edit, { messageId: said.id, content: { text: 'edited' } })
  await bob.call(reactions.routes.add, { messageId: said.id, emoji: '👍' })
  await pause(300) // changes within 250 ms would be one push
  await bob.call(reactions.routes.remove, { messageId: said.id, emoji: '👍' })
  await bob.call(messages.routes.send, { roomId: room.id, content: { text: 'answer' }, replyTo: said.id })
  await bob.call(conversations.routes.markRead, { roomId: room.id, seq: said.seq })
  const poll = await alice.call(polls.routes.create, { roomId: room.id, question: 'q', options: ['a', 'b'] })
  await bob.call(polls.routes.vote, { messageId: poll.id, options: ['o1'] })
  const chain = await alice.call(chains.routes.create, { roomId: room.id, title: 't' })
  await bob.call(chains.routes.join, { messageId: chain.id, text: 'me too' })
  await bob.call(conversations.routes.arrange, { roomId: room.id, pinned: true })
  await alice.call(messages.routes.remove, { messageId: said.id })
  await stranger.call(rooms.routes.join, { roomId: room.id })
  const place = await alice.call(communities.routes.create, { name: 'place' })
  await bob.call(communities.routes.join, { communityId: place.id })
  await bob.call(communities.routes.leave, { communityId: place.id })
  await alice.call(rooms.routes.setRole, { roomId: room.id, userId: bob.id, role: 'moderator' })
  await alice.call(rooms.routes.update, { roomId: room.id, version: 1, name: 'renamed' })
  await alice.call(profiles.routes.update, { displayName: 'Alicia' })
  await bob.call(blocks.routes.block, { userId: stranger.id })
  await stranger.call(rooms.routes.leave, { roomId: room.id })
  await alice.call(rooms.routes.openDirect, { userId: bob.id })
  await alice.call(conversations.routes.markRead, { roomId: room.id, seq: 1e6 })
  await bob.call(conversations.routes.markRead, { roomId: room.id, seq: 1e6 })
  await alice.ask(typing.routes.set, { roomId: room.id, isTyping: true })
  await alice.ask(typing.routes.set, { roomId: room.id, isTyping: false })
  await bob.ask(presence.routes.watch, { userIds: [alice.id] })
  const away = bob.next(presence.pushes.updated)
  await alice.call(presence.routes.update, { status: 'away' })
  await away
  await alice.call(rooms.routes.removeMember, { roomId: room.id, userId: bob.id })
  await pause(100)

  const pushes = new Map(
    app.kernel.registry.capabilities
      .flatMap(one => Object.values(one.contract.pushes))
      .map(one => [one.type, one]),
  )
  const heard = new Set<string>()
  for (const { frames } of [alice, bob, device, stranger]) {
    for (const frame of frames.filter(one => !['welcome', 'reply', 'fault', 'skip'].includes(one.type))) {
      const declared = pushes.get(frame.type)
      expect([frame.type, declared !== undefined]).toEqual([frame.type, true])
      // What the contract keeps is all there is: nothing else crosses the wire.
      expect(declared!.data.parse(frame.data)).toEqual(frame.data)
      expect(Object.keys(frame).sort()).toEqual(
        declared!.to === 'room' && frame.roomId ? ['data', 'roomId', 'type'] : ['data', 'type'],
      )
      heard.add(frame.type)
    }
  }
  expect([...heard].sort()).toEqual([...pushes.keys()].sort())
})
