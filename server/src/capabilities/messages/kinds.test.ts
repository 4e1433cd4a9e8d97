import { blocks } from '@community-chat/shared/capabilities/blocks/contract'
import { communities } from '@community-chat/shared/capabilities/communities/contract'
import { messages } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { aMessage } from './factory'

const { send, edit } = messages.routes
let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

const place = { type: 'location', latitude: 31.2304, longitude: 121.4737, name: '外滩', address: '' } as const

test('a place is told as it is, and cannot be edited into words', async () => {
  const { alice, bob, room } = await aMessage(app)
  const heard = bob.next(messages.pushes.created, one => one.message.type === 'location')
  const said = await alice.ask(send, { roomId: room.id, content: place })
  expect(said).toMatchObject({ type: 'location', content: place })
  expect((await heard).message).toEqual(said)
  await expect(alice.call(edit, { messageId: said.id, content: { text: 'x' } })).rejects.toMatchObject({
    code: 'not_editable',
  })
})

test.each([
  ['latitude', { ...place, latitude: 91 }],
  ['longitude', { ...place, longitude: -181 }],
  ['name', { ...place, name: 'x'.repeat(101) }],
  ['address', { ...place, address: 'a\nb' }],
])('a place with a wrong %s is refused by name', async (field, content) => {
  const { alice, room } = await aMessage(app)
  await expect(alice.call(send, { roomId: room.id, content })).rejects.toMatchObject({
    code: 'invalid_input',
    data: { issues: [expect.objectContaining({ path: expect.stringContaining(field) })] },
  })
})

test('a card names a person, a room or a community that its sender may see', async () => {
  const { alice, bob, stranger, room } = await aMessage(app)
  const open = await stranger.call(rooms.routes.create, { name: 'open', type: 'public_room' })
  for (const [of, id] of [
    ['person', bob.id],
    ['room', room.id],
    ['room', open.id],
    ['community', 'welcome'],
  ] as const)
    expect((await alice.call(send, { roomId: room.id, content: { type: 'card', of, id } })).content).toEqual({
      type: 'card',
      of,
      id,
    })
})

test('a card of what is not there and of what is not for its sender are refused alike', async () => {
  const { alice, bob, stranger, room } = await aMessage(app)
  const closed = await stranger.call(rooms.routes.create, { name: 'closed' })
  const hidden = await stranger.call(communities.routes.create, { name: 'hidden', visibility: 'private' })
  const direct = await alice.call(rooms.routes.openDirect, { userId: bob.id })
  const refusals = await Promise.all(
    (
      [
        ['person', 'nobody'],
        ['room', 'nowhere'],
        ['room', closed.id],
        ['room', direct.id],
        ['community', 'nowhere'],
        ['community', hidden.id],
      ] as const
    ).map(([of, id]) =>
      alice
        .call(send, { roomId: room.id, content: { type: 'card', of, id } })
        .catch(({ code, data }) => ({ code, data })),
    ),
  )
  for (const one of refusals) expect(one).toEqual(refusals[0])
  expect(refusals[0]).toMatchObject({ code: 'invalid_input', data: { issues: [{ path: 'content.id' }] } })
})

test('cards and places reach who blocks no more than words do', async () => {
  const { alice, bob } = await aMessage(app)
  const { id: roomId } = await alice.call(rooms.routes.openDirect, { userId: bob.id })
  await bob.call(blocks.routes.block, { userId: alice.id })
  await expect(alice.call(send, { roomId, content: place })).rejects.toMatchObject({ status: 403 })
})
