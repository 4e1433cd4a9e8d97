/** The scenes of the demo. Each throws where something is not as it should be. */
import assert from 'node:assert/strict'
import { talkScenes } from './talk-scenes.mjs'

/** Every scene by the name under which it can be asked for. */
export const scenes = {
  rooms: {
    title: 'Rooms of several kinds, and who may come in.',
    async run({ meet, tell }) {
      const [ann, ben] = [await meet('Ann'), await meet('Ben')]
      const open = await ann.call('POST', '/rooms', { name: 'The square', type: 'public_room' })
      tell(`Ann made the public room "${open.name}".`)
      const came = ann.next('user_joined', data => data.userId === ben.id)
      await ben.ask({ type: 'join_room', roomId: open.id })
      const { memberCount } = await came
      assert.equal(memberCount, 2)
      tell(`Ben joined it over his socket; Ann heard of it at once. They are ${memberCount}.`)
      const hidden = await ann.call('POST', '/rooms', { name: 'The back room', visibility: 'private' })
      const code = await ben.refused('POST', `/rooms/${hidden.id}/join`, {})
      assert.equal(code, 'not_found')
      tell(`Ben tried to get into the private room "${hidden.name}" and was told: ${code}.`)
      await ann.call('POST', `/rooms/${hidden.id}/members`, { userId: ben.id })
      const { items } = await ben.call('GET', `/rooms/${hidden.id}/members`)
      assert.equal(items.length, 2)
      tell('Ann let him in, and now he sees who is there.')
      const direct = [
        await ann.ask({ type: 'open_direct', userId: ben.id }),
        await ben.ask({ type: 'open_direct', userId: ann.id }),
      ]
      assert.equal(direct[0].id, direct[1].id)
      tell('Each opened a direct room with the other, and it is the same one.')
    },
  },
  messaging: {
    title: 'Saying, editing and taking away, in one order for all and exactly once.',
    async run({ meet, tell }) {
      const [ann, ben] = [await meet('Ann'), await meet('Ben')]
      const room = await ann.call('POST', '/rooms', { name: 'Talk', memberIds: [ben.id] })
      const heard = ben.next('new_message', ({ message }) => message.content?.text === 'Hello, Ben!')
      const frame = {
        type: 'send_message',
        roomId: room.id,
        clientId: 'demo-client-id-0001',
        content: { text: 'Hello, Ben!' },
      }
      const said = await ann.ask(frame)
      assert.equal((await heard).message.id, said.id)
      tell('Ann said "Hello, Ben!"; when she was answered it was stored for good, and Ben had it.')
      const again = await ann.ask(frame)
      assert.equal(again.id, said.id)
      tell('She sent the same again, as after a lost answer: it is still one message.')
      const changed = ben.next('message_updated')
      await ann.call('PATCH', `/messages/${said.id}`, { content: { text: 'Hello, dear Ben!' } })
      assert.equal((await changed).message.content.text, 'Hello, dear Ben!')
      tell('She edited it, and Ben sees the new words.')
      const code = await ben.refused('PATCH', `/messages/${said.id}`, { content: { text: 'mine' } })
      tell(`Ben may not edit it: ${code}.`)
      const lines = Array.from({ length: 20 }, (_, i) => `line ${i + 1}`)
      await Promise.all(
        lines.map(text => ann.ask({ type: 'send_message', roomId: room.id, content: { text } })),
      )
      const { items } = await ben.call('GET', `/rooms/${room.id}/messages`)
      const texts = items.map(one => one.content?.text).filter(text => text?.startsWith('line'))
      assert.deepEqual(texts, lines)
      tell('Twenty messages sent at once stand in the order in which they were sent.')
      const gone = ben.next('message_deleted')
      await ann.ask({ type: 'delete_message', messageId: said.id })
      assert.equal((await gone).message.content, null)
      tell('She took the first one away; what stays for everyone is a husk without words.')
      const unread = (await ben.call('GET', '/conversations')).items.find(one => one.room.id === room.id)
      tell(`Ben has ${unread.unread} unread messages in his list.`)
      assert.ok(unread.unread > 0)
    },
  },
  presence: {
    title: 'Who is there, and who is typing.',
    async run({ meet, tell }) {
      const [ann, ben] = [await meet('Ann'), await meet('Ben')]
      const room = await ann.call('POST', '/rooms', { name: 'Presence', memberIds: [ben.id] })
      const { items } = await ann.ask({ type: 'watch', userIds: [ben.id] })
      assert.equal(items[0].status, 'online')
      tell(`Ann watches Ben: he is ${items[0].status}.`)
      const changed = ann.next('presence_updated', data => data.userId === ben.id && data.status === 'away')
      await ben.ask({ type: 'update_presence', status: 'away', customStatus: 'making tea' })
      const seen = await changed
      tell(`Ben went ${seen.status}, "${seen.customStatus}", and Ann saw it.`)
      const started = ann.next('typing_started')
      await ben.ask({ type: 'typing', roomId: room.id, isTyping: true })
      assert.equal((await started).userId, ben.id)
      tell('Ben is typing…')
      const stopped = ann.next('typing_stopped')
      await ben.ask({ type: 'typing', roomId: room.id, isTyping: false })
      await stopped
      tell('…and no longer.')
    },
  },
  reactions: {
    title: 'Emoji on a message.',
    async run({ meet, tell }) {
      const [ann, ben] = [await meet('Ann'), await meet('Ben')]
      const room = await ann.call('POST', '/rooms', { name: 'Reactions', memberIds: [ben.id] })
      const said = await ann.call('POST', `/rooms/${room.id}/messages`, { content: { text: 'It works!' } })
      const added = ann.next('reaction_added')
      await ben.ask({ type: 'add_reaction', messageId: said.id, emoji: '🎉' })
      const { reaction } = await added
      assert.deepEqual([reaction.emoji, reaction.userId], ['🎉', ben.id])
      tell(`Ben reacted with ${reaction.emoji} and Ann heard of it.`)
      await ben.ask({ type: 'add_reaction', messageId: said.id, emoji: '🎉' })
      const both = await ann.call('PUT', `/messages/${said.id}/reactions/${encodeURIComponent('🎉')}`)
      assert.deepEqual(both.facets.reactions, [{ emoji: '🎉', count: 2 }])
      tell('He pressed it twice and Ann once: the message counts two.')
      const removed = ann.next('reaction_removed')
      await ben.ask({ type: 'remove_reaction', messageId: said.id, emoji: '🎉' })
      assert.deepEqual((await removed).message.facets.reactions, [{ emoji: '🎉', count: 1 }])
      tell('He took it back, and one is left.')
    },
  },
  ...talkScenes,
  communities: {
    title: 'A community with a room of its own, found by its name.',
    async run({ meet, tell }) {
      const [ann, ben] = [await meet('Ann'), await meet('Ben')]
      const made = await ann.call('POST', '/communities', { name: 'Gardeners of the demo' })
      tell(`Ann made the community "${made.name}".`)
      const found = (await ben.call('GET', '/communities?query=gardeners')).items
      assert.ok(found.some(one => one.id === made.id))
      const joined = await ben.call('POST', `/communities/${made.id}/join`, {})
      assert.equal(joined.memberCount, 2)
      tell(`Ben found it by its name and joined; they are ${joined.memberCount}.`)
      const [first] = (await ben.call('GET', `/rooms?communityId=${made.id}`)).items
      await ben.ask({ type: 'join_room', roomId: first.id })
      await ben.call('POST', `/rooms/${first.id}/messages`, { content: { text: 'What a garden!' } })
      tell(`It came with the room "${first.name}", and he said something there.`)
      await ben.call('POST', `/communities/${made.id}/leave`, {})
      const code = await ben.refused('POST', `/rooms/${first.id}/messages`, { content: { text: 'still?' } })
      tell(`He left the community, and with it its room: saying something there is now ${code}.`)
    },
  },
  safety: {
    title: 'Blocking someone, and reporting what they said.',
    async run({ meet, tell }) {
      const [ann, ben] = [await meet('Ann'), await meet('Ben')]
      const room = await ann.ask({ type: 'open_direct', userId: ben.id })
      const said = await ann.ask({ type: 'send_message', roomId: room.id, content: { text: 'Buy this!' } })
      await ben.call('PUT', `/me/blocks/${ann.id}`, {})
      const content = { text: 'Buy this too!' }
      const code = await ann.refused('POST', `/rooms/${room.id}/messages`, { content })
      assert.equal(code, 'not_delivered')
      tell(`Ben blocked Ann. What she writes to him now is refused: ${code}.`)
      const report = { messageId: said.id, reason: 'spam', note: 'From the demo.' }
      const { id } = await ben.call('POST', '/reports', report)
      assert.ok(id)
      tell('He reported what she had written.')
      assert.equal(await ben.refused('GET', '/reports'), 'forbidden')
      tell('Reports are read by administrators alone, and he is none.')
      await ben.call('DELETE', `/me/blocks/${ann.id}`)
      await ann.call('POST', `/rooms/${room.id}/messages`, { content: { text: 'Sorry.' } })
      tell('He let her speak again, and she said sorry.')
    },
  },
  metrics: {
    title: 'What the server says of itself.',
    async run({ meet, tell, url }) {
      await meet('Ann')
      const health = await (await fetch(`${url}/health`)).json()
      assert.equal(health.status, 'healthy')
      tell(`The server is ${health.status}; the database answers in ${health.mongo.ms} ms.`)
      const text = await (await fetch(`${url}/metrics`)).text()
      const value = name => Number(new RegExp(`^${name} (.+)$`, 'm').exec(text)?.[1])
      assert.ok(value('chat_sockets_open') >= 1)
      tell(
        `Open sockets: ${value('chat_sockets_open')}. Messages stored so far: ${value('chat_messages_committed_total')}.`,
      )
    },
  },
}
