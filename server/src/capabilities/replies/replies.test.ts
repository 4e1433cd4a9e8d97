import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { longestExcerpt, quote } from '@community-chat/shared/capabilities/replies/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { sweep } from '../../kernel/jobs'
import { openTestApp, type TestApp } from '../../testing/app'
import { aPerson, type TestPerson } from '../../testing/person'
import { aMessage } from '../messages/factory'
import { Messages } from '../messages/model'
import { aRoom } from '../rooms/factory'
import * as service from './service'

const { routes } = messages
let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

const say = (person: TestPerson, roomId: string, text: string, replyTo?: string) =>
  person.call(routes.send, { roomId, content: { text }, ...(replyTo ? { replyTo } : {}) })
const quoteIn = async (person: TestPerson, messageId: string) =>
  quote.of(await person.call(routes.get, { messageId }))
const refusal = { code: 'invalid_input', data: { issues: [{ path: 'replyTo' }] } }

/** Waits until a quote is as it should be: it follows its original at once, but after the original's own answer. */
async function until(fits: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await fits()); tries++) {
    if (tries > 60) throw new Error('it never became so')
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

test('a reply quotes its original from the start, for everyone', async () => {
  const { alice, bob, room, message } = await aMessage(app, 'where  do we\nmeet?')
  const heard = alice.next(messages.pushes.created, data => data.message.senderId === bob.id)
  const reply = await say(bob, room.id, 'at the lake', message.id)
  const expected = {
    messageId: message.id,
    seq: message.seq,
    senderId: alice.id,
    type: 'text',
    text: 'where do we meet?',
  }
  expect(quote.of(reply)).toEqual(expected)
  expect((await heard).message).toEqual(reply)
  expect(quote.of(await say(bob, room.id, 'no answer'))).toBeNull()
})

test('an excerpt is at most 120 whole characters', async () => {
  const { bob, room, message } = await aMessage(app, '😀'.repeat(200))
  const { text } = quote.of(await say(bob, room.id, 'many', message.id))!
  expect(text).toBe('😀'.repeat(longestExcerpt))
})

test('what is not there, elsewhere, gone or a note of the system cannot be answered, on HTTP and the socket', async () => {
  const { alice, bob, room, message } = await aMessage(app)
  const elsewhere = await aMessage(app)
  const { items } = await bob.call(routes.history, { roomId: room.id })
  const note = items.find(one => one.type === 'system')!
  const gone = await say(alice, room.id, 'soon gone')
  await alice.call(routes.remove, { messageId: gone.id })
  for (const replyTo of ['no-such-message', elsewhere.message.id, note.id, gone.id]) {
    const input = { roomId: room.id, content: { text: 'answer' }, replyTo }
    await expect(bob.call(routes.send, input)).rejects.toMatchObject({ ...refusal, status: 400 })
    await expect(bob.ask(routes.send, input)).rejects.toMatchObject(refusal)
  }
  expect(quote.of(await say(bob, room.id, 'fine', message.id))).not.toBeNull()
})

test('who came later to a room without its history neither answers nor learns what was said before', async () => {
  const { alice, bob, room } = await aRoom(app, { settings: { history: 'joined' } })
  const early = await say(alice, room.id, 'our secret')
  const before = await say(bob, room.id, 'quoting', early.id)
  expect(quote.of(before)!.text).toBe('our secret')
  const carol = await aPerson(app, 'carol')
  await alice.call(rooms.routes.addMember, { roomId: room.id, userId: carol.id })
  await expect(say(carol, room.id, 'me too', early.id)).rejects.toMatchObject(refusal)
  const after = await say(bob, room.id, 'as I said', early.id)
  expect(quote.of(after)).toMatchObject({ messageId: early.id, text: '' })
  await alice.call(routes.edit, { messageId: early.id, content: { text: 'our new secret' } })
  await until(async () => (await quoteIn(bob, before.id))!.text === 'our new secret')
  expect(await quoteIn(carol, after.id)).toMatchObject({ text: '' })
  expect(JSON.stringify(carol.frames)).not.toContain('secret')
  const late = await say(alice, room.id, 'for everyone')
  expect(quote.of(await say(carol, room.id, 'yes', late.id))!.text).toBe('for everyone')
})

test('a quote follows the text of its original', async () => {
  const { alice, bob, room, message } = await aMessage(app, 'at nine')
  const reply = await say(bob, room.id, 'good', message.id)
  const told = bob.next(messages.pushes.updated, data => data.message.id === reply.id)
  await alice.call(routes.edit, { messageId: message.id, content: { text: 'at ten' } })
  const change = await told
  expect([quote.of(change.message)!.text, change.cause]).toEqual(['at ten', { facet: 'quote' }])
})

test.each(['remove', 'recall'] as const)(
  'nothing of an original stays in its quotes after a %s',
  async verb => {
    const { alice, bob, room, message } = await aMessage(app, 'never mind')
    const replies = []
    for (let i = 0; i < 5; i++)
      replies.push(await say(i % 2 ? alice : bob, room.id, `answer ${i}`, message.id))
    await alice.call(routes[verb], { messageId: message.id })
    for (const { id } of replies) await until(async () => (await quoteIn(bob, id))!.gone === true)
    expect(await quoteIn(bob, replies[0]!.id)).toMatchObject({ gone: true, text: '', senderId: alice.id })
    const stored = await Messages.find({ roomId: room.id }).lean()
    expect(JSON.stringify(stored.map(one => one.facets))).not.toContain('never mind')
  },
)

test('what a crash left in quotes goes with the next sweep', async () => {
  const { bob, room, message } = await aMessage(app, 'hidden')
  const reply = await say(bob, room.id, 'answer', message.id)
  await until(
    async () => (await Messages.countDocuments({ roomId: room.id, 'todo.0': { $exists: true } })) === 0,
  )
  // The husk was written, and the server died before anyone heard of it.
  const gone = { by: bob.id, why: 'recalled', at: new Date() }
  await Messages.updateOne(
    { _id: message.id },
    { $set: { content: null, facets: {}, gone, todo: [service.todo.gone] } },
  )
  await sweep(app.kernel.contextFor({ authorized: true }))
  expect(await quoteIn(bob, reply.id)).toMatchObject({ gone: true, text: '' })
  expect((await Messages.findById(message.id).lean())?.todo).toEqual([])
})

test('a reply that was on its way while its original went is cleaned, by the sweep after a crash too', async () => {
  const { alice, bob, room, message } = await aMessage(app, 'fleeting')
  const [reply] = await Promise.all([
    say(bob, room.id, 'answer', message.id),
    alice.call(routes.remove, { messageId: message.id }),
  ]).catch(() => [null])
  if (reply) await until(async () => (await quoteIn(bob, reply.id))!.gone === true)

  const second = await aMessage(app, 'fleeting')
  const late = await say(second.bob, second.room.id, 'answer', second.message.id)
  await second.alice.call(routes.remove, { messageId: second.message.id })
  await until(async () => (await quoteIn(second.bob, late.id))!.gone === true)
  const stale = { ...quote.of(late)! }
  await Messages.updateOne(
    { _id: late.id },
    { $set: { facets: { quote: stale }, todo: [service.todo.said] } },
  )
  await sweep(app.kernel.contextFor({ authorized: true }))
  expect(await quoteIn(second.bob, late.id)).toMatchObject({ gone: true, text: '' })
})

test('an edited reply keeps its quote', async () => {
  const { bob, room, message } = await aMessage(app, 'original')
  const reply = await say(bob, room.id, 'answr', message.id)
  const edited = await bob.call(routes.edit, { messageId: reply.id, content: { text: 'answer' } })
  expect([quote.of(edited)!.text, edited.replyTo]).toEqual(['original', message.id])
})

test('who is erased stays in no quote', async () => {
  const { alice, bob, room } = await aRoom(app)
  const original = await say(bob, room.id, 'my words')
  const reply = await say(alice, room.id, 'indeed', original.id)
  const { personal } = app.kernel.registry.capabilities.find(one => one.contract.name === 'messages')!
  if (personal === 'none') throw new Error('messages answers for what people said')
  await personal.erase(app.kernel.contextFor({ authorized: true }), bob.id)
  await until(async () => (await quoteIn(alice, reply.id))!.gone === true)
  expect(JSON.stringify(await quoteIn(alice, reply.id))).not.toContain('my words')
})
