import { blocks } from '@community-chat/shared/capabilities/blocks/contract'
import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import { messages, type Message } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { aPerson, type TestPerson } from '../../testing/person'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

/** Small, seeded, good enough to mix commands. */
function dice(seed: number): (sides: number) => number {
  let state = seed
  return sides => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0
    return Math.abs(state ^ (state >>> 12)) % sides
  }
}

async function everything(person: TestPerson, roomId: string): Promise<Message[]> {
  const all: Message[] = []
  for (let before: number | undefined; ;) {
    const page = await person.call(messages.routes.history, {
      roomId,
      limit: 100,
      ...(before === undefined ? {} : { before }),
    })
    all.unshift(...page.items)
    if (!page.hasBefore) return all
    before = page.items[0]!.seq
  }
}

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)

test(`unread is what a naive recount finds, after random traffic (SEED=${seed})`, async () => {
  const roll = dice(seed)
  const people = await Promise.all(['ann', 'ben', 'cat', 'dan'].map(name => aPerson(app, name)))
  const [ann] = people
  const memberIds = people.slice(1).map(one => one.id)
  const places = [
    await ann!.call(rooms.routes.create, { name: 'all', type: 'public_room', memberIds }),
    await ann!.call(rooms.routes.create, {
      name: 'joined',
      type: 'public_room',
      memberIds,
      settings: { history: 'joined' },
    }),
  ].map(room => room.id)
  const said = new Map<string, Message[]>(places.map(roomId => [roomId, []]))

  for (let step = 0; step < 220; step++) {
    const person = people[roll(people.length)]!
    const roomId = places[roll(places.length)]!
    const known = said.get(roomId)!
    const one = known[roll(Math.max(known.length, 1))]
    const dare = <T>(work: Promise<T>) => work.catch(() => null)
    switch (roll(11)) {
      case 0:
        if (one) await dare(person.call(messages.routes.remove, { messageId: one.id }))
        break
      case 1:
        if (one)
          await dare(
            person.call(messages.routes.edit, { messageId: one.id, content: { text: `edit ${step}` } }),
          )
        break
      case 2:
        if (one)
          await dare(person.call(conversations.routes.markRead, { roomId, seq: one.seq + roll(3) - 1 }))
        break
      case 10: {
        const userId = people[roll(people.length)]!.id
        const route = roll(3) === 0 ? blocks.routes.unblock : blocks.routes.block
        await dare(person.call(route, { userId }))
        break
      }
      case 3:
        if (person !== ann) await dare(person.call(rooms.routes.leave, { roomId }))
        break
      case 4:
      case 5:
        await dare(person.call(rooms.routes.join, { roomId }))
        break
      default: {
        const message = await dare(
          person.call(messages.routes.send, { roomId, content: { text: `${step}` } }),
        )
        if (message) known.push(message)
      }
    }
  }

  for (const person of people) {
    const ignored = (await person.call(blocks.routes.ids, {})).userIds
    const { items } = await person.call(conversations.routes.list, { limit: 100 })
    for (const { room, unread, readSeq, fromSeq } of items.filter(row => places.includes(row.room.id))) {
      const all = await everything(person, room.id)
      const others = all.filter(
        one =>
          one.seq > readSeq &&
          one.senderId !== person.id &&
          !ignored.includes(one.senderId) &&
          one.type === 'text' &&
          !one.gone,
      )
      expect([person.session.user.displayName, room.name, unread]).toEqual([
        person.session.user.displayName,
        room.name,
        others.length,
      ])
      expect(all.every(one => one.seq >= fromSeq)).toBe(true)
      const [synced] = (await person.call(conversations.routes.sync, { rooms: { [room.id]: 0 } })).rooms
      expect(synced).toMatchObject({ unread, readSeq })
    }
  }
})
