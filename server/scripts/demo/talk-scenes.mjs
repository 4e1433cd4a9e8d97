/** Scenes of what people do inside a conversation. Each throws where something is not as it should be. */
import assert from 'node:assert/strict'

/** Every scene by the name under which it can be asked for. */
export const talkScenes = {
  threads: {
    title: 'A quote, a thread beside the room, and words that are taken back.',
    async run({ meet, tell }) {
      const [ann, ben] = [await meet('Ann'), await meet('Ben')]
      const room = await ann.call('POST', '/rooms', { name: 'Plans', memberIds: [ben.id] })
      const say = (person, fields) => person.ask({ type: 'send_message', roomId: room.id, ...fields })
      const said = await say(ann, { content: { text: 'The lake on Saturday?' } })
      const answer = await say(ben, { content: { text: 'I am in.' }, replyTo: said.id })
      assert.equal(answer.facets.quote.text, 'The lake on Saturday?')
      tell(`Ben answered and quoted "${answer.facets.quote.text}".`)
      const counted = ann.next('message_updated', ({ message }) => message.facets.thread?.count === 2)
      for (const text of ['Which bus?', 'The first one.'])
        await say(ben, { content: { text }, threadId: said.id })
      assert.equal((await counted).message.facets.thread.count, 2)
      const { items } = await ann.call('GET', `/rooms/${room.id}/messages`)
      assert.ok(!items.some(one => one.content?.text === 'Which bus?'))
      const [inbox] = (await ann.call('GET', '/threads')).items
      tell(`Two replies stand in a thread, not in the room; Ann has ${inbox.unread} unread in it.`)
      assert.equal(inbox.unread, 2)
      const cleaned = ben.next('message_updated', ({ message }) => message.facets.quote?.gone === true)
      await ann.call('POST', `/messages/${said.id}/recall`, {})
      assert.ok(!JSON.stringify((await cleaned).message).includes('Saturday'))
      tell('Ann recalled her message, and its words left the quote too.')
    },
  },
  polls: {
    title: 'A question with votes, and a list that people join.',
    async run({ meet, tell }) {
      const [ann, ben] = [await meet('Ann'), await meet('Ben')]
      const room = await ann.call('POST', '/rooms', { name: 'Choices', memberIds: [ben.id] })
      const options = ['lake', 'ridge']
      const poll = await ann.call('POST', `/rooms/${room.id}/polls`, { question: 'Where to?', options })
      const changed = ann.next('poll_changed')
      await ben.call('PUT', `/polls/${poll.id}/vote`, { options: ['o2'] })
      assert.deepEqual((await changed).message.facets.poll.counts, { o2: 1 })
      const both = await ann.call('PUT', `/polls/${poll.id}/vote`, { options: ['o2'] })
      tell(`Where to? The ridge has ${both.facets.poll.counts.o2} votes.`)
      await ann.call('POST', `/polls/${poll.id}/close`, {})
      const code = await ben.refused('PUT', `/polls/${poll.id}/vote`, { options: ['o1'] })
      assert.equal(code, 'poll_closed')
      tell(`Ann closed it, and another vote is refused: ${code}.`)
      const chain = await ann.call('POST', `/rooms/${room.id}/chains`, { title: 'Who brings what?' })
      await ann.call('PUT', `/chains/${chain.id}/entry`, { text: 'bread' })
      const joined = await ben.call('PUT', `/chains/${chain.id}/entry`, { text: 'tea' })
      const words = joined.facets.chain.newest.map(one => one.text)
      assert.deepEqual(words, ['bread', 'tea'])
      tell(`The list of who brings what: ${words.join(', ')}.`)
    },
  },
  mentions: {
    title: 'Being called by name, and who has read.',
    async run({ meet, tell }) {
      const [ann, ben] = [await meet('Ann'), await meet('Ben')]
      const room = await ann.call('POST', '/rooms', { name: 'Calls', memberIds: [ben.id] })
      const mentions = [{ userId: ben.id, at: 0, length: 4 }]
      const content = { text: '@Ben are you there?', mentions }
      const said = await ann.ask({ type: 'send_message', roomId: room.id, content })
      const row = (await ben.call('GET', '/conversations')).items.find(one => one.room.id === room.id)
      assert.equal(row.mention, true)
      tell('Ann called Ben by his name, and his list says so.')
      const heard = ann.next('receipts_updated')
      await ben.ask({ type: 'mark_read', roomId: room.id, seq: said.seq })
      assert.equal((await heard).positions[ben.id], said.seq)
      const { items } = await ann.call('GET', `/messages/${said.id}/readers`)
      tell(`He read it; it was read by ${items.length}.`)
      assert.equal(items.length, 1)
    },
  },
  search: {
    title: 'Finding what was said, in Chinese and English, and only where one may.',
    async run({ meet, tell }) {
      const [ann, ben] = [await meet('Ann'), await meet('Ben')]
      const room = await ann.call('POST', '/rooms', { name: 'Notes' })
      for (const text of ['We go camping by the lake.', '周六一起去湖边露营吧'])
        await ann.ask({ type: 'send_message', roomId: room.id, content: { text } })
      for (const query of ['camping', '露营']) {
        const path = `/search/messages?query=${encodeURIComponent(query)}`
        const { items } = await ann.call('GET', path)
        assert.equal(items.length, 1)
        tell(`"${query}" finds "${items[0].message.content.text}".`)
        assert.equal((await ben.call('GET', path)).items.length, 0)
      }
      tell('Ben is not in the room, and finds nothing.')
    },
  },
}
