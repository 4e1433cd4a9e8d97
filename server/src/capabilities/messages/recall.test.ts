import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import type { TestPerson } from '../../testing/person'
import { pause } from '../../testing/raw'
import { aMessage } from './factory'
import { Messages } from './model'
import * as service from './service'
import { setWindows } from './windows'

const { routes, pushes } = messages
let app: TestApp
beforeAll(async () => {
  app = await openTestApp({ EDIT_WINDOW: '60', RECALL_WINDOW: '30' })
})
afterAll(() => app.close())

const texts = async (person: TestPerson, messageId: string) =>
  (await person.call(routes.versions, { messageId })).versions.map(one => one.content.text)
const edit = (person: TestPerson, messageId: string, text: string) =>
  person.call(routes.edit, { messageId, content: { text } })
/** Makes a message older than it is. */
const age = (messageId: string, seconds: number) =>
  Messages.updateOne({ _id: messageId }, { $set: { createdAt: new Date(Date.now() - seconds * 1000) } })
const tooLate = { code: 'too_late', status: 409 }

test('what a message said before is kept in order, with the time at which it was written', async () => {
  const { alice, bob, message } = await aMessage(app, 'first')
  await edit(alice, message.id, 'second')
  const { editedAt } = await edit(alice, message.id, 'second')
  await edit(alice, message.id, 'third')
  const { versions } = await bob.call(routes.versions, { messageId: message.id })
  expect(versions).toEqual([
    { content: { type: 'text', text: 'first' }, at: message.createdAt },
    { content: { type: 'text', text: 'second' }, at: editedAt },
  ])
})

test('edits that become one write each leave what they replaced; the newest 50 stay', async () => {
  const { alice, message } = await aMessage(app, '0')
  const all = Array.from({ length: 60 }, (_, i) => String(i + 1))
  await Promise.all(all.map(text => edit(alice, message.id, text)))
  const kept = await texts(alice, message.id)
  const present = await alice.call(routes.get, { messageId: message.id })
  expect(kept).toHaveLength(50)
  expect(new Set([...kept, (present.content as { text: string }).text]).size).toBe(51)
})

test('earlier texts are on no answer and no push, and no reading of a message brings them', async () => {
  const { alice, bob, room, message } = await aMessage(app, 'regretted words')
  await Messages.updateOne({ _id: message.id }, { $set: { tokens: ['regretted-token'] } })
  const heard = bob.next(pushes.updated)
  const answers = [
    await edit(alice, message.id, 'better'),
    await heard,
    await bob.call(routes.get, { messageId: message.id }),
    await bob.call(routes.history, { roomId: room.id }),
  ]
  expect(JSON.stringify(answers)).not.toMatch(/regretted|versions|tokens/)
  const read = [
    await Messages.findById(message.id).lean(),
    await Messages.findOneAndUpdate({ _id: message.id }, { $set: { type: 'text' } }).lean(),
  ]
  for (const doc of read) expect(Object.keys(doc!)).not.toEqual(expect.arrayContaining(['versions']))
  for (const doc of read) expect(Object.keys(doc!)).not.toEqual(expect.arrayContaining(['tokens']))
})

test('the history of a message is for who may read it, and for who keeps its room', async () => {
  const { alice, bob, stranger, room, message } = await aMessage(app, 'first')
  await edit(alice, message.id, 'second')
  await expect(texts(stranger, message.id)).rejects.toMatchObject({ code: 'not_found' })
  await bob.call(rooms.routes.leave, { roomId: room.id })
  await expect(texts(bob, message.id)).rejects.toMatchObject({ code: 'not_found' })
  expect(await texts(alice, message.id)).toEqual(['first'])
})

test('the author recalls what they have just said: a husk that says so, without any of its texts', async () => {
  const { alice, bob, message } = await aMessage(app, 'a slip')
  await edit(alice, message.id, 'a worse slip')
  const heard = bob.next(pushes.deleted)
  const husk = await alice.ask(routes.recall, { messageId: message.id })
  expect(husk).toMatchObject({ content: null, gone: { by: alice.id, why: 'recalled' } })
  expect((await heard).message).toEqual(husk)
  expect(await texts(bob, message.id)).toEqual([])
  expect(JSON.stringify(await Messages.collection.findOne({ _id: message.id as never }))).not.toContain(
    'slip',
  )
  expect(await alice.call(routes.recall, { messageId: message.id })).toEqual(husk)
  await expect(edit(alice, message.id, 'back')).rejects.toMatchObject({ code: 'is_gone' })
})

test('nobody recalls what another said, nor what the system noted, nor what is gone otherwise', async () => {
  const { alice, bob, room, message } = await aMessage(app)
  await alice.call(rooms.routes.setRole, { roomId: room.id, userId: bob.id, role: 'administrator' })
  const notYours = { code: 'not_yours', status: 403 }
  await expect(bob.call(routes.recall, { messageId: message.id })).rejects.toMatchObject(notYours)
  const { items } = await alice.call(routes.history, { roomId: room.id })
  const noted = items.find(one => one.type === 'system' && one.senderId === alice.id)!
  await expect(alice.call(routes.recall, { messageId: noted.id })).rejects.toMatchObject(notYours)
  await bob.call(routes.remove, { messageId: message.id })
  await expect(alice.call(routes.recall, { messageId: message.id })).rejects.toMatchObject({
    code: 'is_gone',
  })
})

test('when the time is over it is too late to edit and to recall, not to delete; devices are told the times', async () => {
  const { alice, bob, message } = await aMessage(app)
  expect(await alice.call(routes.windows, {})).toEqual({ edit: 60, recall: 30 })
  await age(message.id, 31)
  await expect(alice.call(routes.recall, { messageId: message.id })).rejects.toMatchObject({
    ...tooLate,
    data: { seconds: 30 },
  })
  await edit(alice, message.id, 'in time')
  await age(message.id, 61)
  await expect(edit(alice, message.id, 'late')).rejects.toMatchObject({ ...tooLate, data: { seconds: 60 } })
  await expect(edit(bob, message.id, 'late')).rejects.toMatchObject({ code: 'not_yours' })
  expect((await alice.call(routes.remove, { messageId: message.id })).gone?.why).toBe('deleted')
})

test('recalled and edited at once, a message is recalled and nothing of it stays', async () => {
  const { alice, bob, room } = await aMessage(app)
  for (let round = 0; round < 6; round++) {
    const said = { roomId: room.id, content: { text: `secret ${round}` } }
    const { id: messageId } = await alice.call(routes.send, said)
    if (round % 2) await pause(round * 20)
    const [husk] = await Promise.all([
      alice.call(routes.recall, { messageId }),
      edit(alice, messageId, `secret again ${round}`).catch(({ code }) => expect(code).toBe('is_gone')),
      edit(alice, messageId, `secret once more ${round}`).catch(({ code }) => expect(code).toBe('is_gone')),
    ])
    expect(await bob.call(routes.get, { messageId })).toEqual(husk)
    expect(husk.gone?.why).toBe('recalled')
    const stored = await Messages.collection.findOne({ _id: messageId as never })
    expect(JSON.stringify(stored)).not.toContain('secret')
  }
})

test('recalled and removed at once, it has one reason for all', async () => {
  const { alice, bob, room, message } = await aMessage(app)
  await alice.call(rooms.routes.setRole, { roomId: room.id, userId: bob.id, role: 'administrator' })
  await Promise.all([
    alice.call(routes.recall, { messageId: message.id }).catch(({ code }) => expect(code).toBe('is_gone')),
    bob.call(routes.remove, { messageId: message.id }),
  ])
  const [one, other] = await Promise.all(
    [alice, bob].map(who => who.call(routes.get, { messageId: message.id })),
  )
  expect(one).toEqual(other)
  expect(['recalled', 'removed']).toContain(one!.gone?.why)
})

test('the export of a person has their earlier texts; erasing them leaves none', async () => {
  const { alice, message } = await aMessage(app, 'first words')
  await edit(alice, message.id, 'last words')
  expect(JSON.stringify(await service.personal.export(alice.id))).toContain('first words')
  await service.personal.erase(app.kernel.contextFor({}), alice.id)
  const stored = JSON.stringify(await Messages.collection.find({ senderId: alice.id as never }).toArray())
  expect(stored).not.toContain('words')
})

test('with no limit set, what was said long ago is still edited and recalled', async () => {
  setWindows({ edit: 0, recall: 0 })
  const { alice, message } = await aMessage(app)
  await age(message.id, 10_000_000)
  expect((await edit(alice, message.id, 'for ever')).editedAt).toBeDefined()
  expect((await alice.call(routes.recall, { messageId: message.id })).gone?.why).toBe('recalled')
})
