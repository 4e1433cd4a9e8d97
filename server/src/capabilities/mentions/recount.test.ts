/** After random traffic a recount, the server's answers and a device that heard all of it agree. */
import { blocks } from '@community-chat/shared/capabilities/blocks/contract'
import { conversations } from '@community-chat/shared/capabilities/conversations/contract'
import { mentions } from '@community-chat/shared/capabilities/mentions/contract'
import { calledIn } from '@community-chat/shared/capabilities/mentions/spans'
import { messages, type Message } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { heard } from '@community-chat/shared/protocol/pushes'
import * as replicas from '@community-chat/shared/protocol/replica'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTestApp, type TestApp } from '../../testing/app'
import { aPerson, type TestPerson } from '../../testing/person'
import { pause } from '../../testing/raw'
import { Messages } from '../messages/model'
import { calling } from './factory'

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

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)

test(`what calls someone is what a naive recount finds, after random traffic (SEED=${seed})`, async () => {
  const roll = dice(seed)
  const people = await Promise.all(['ann', 'ben', 'cat', 'dan'].map(name => aPerson(app, name)))
  const [ann] = people as [TestPerson]
  const memberIds = people.slice(1).map(one => one.id)
  const create = (name: string, history: 'all' | 'joined') =>
    ann.call(rooms.routes.create, {
      name,
      type: 'public_room',
      memberIds,
      settings: { history, mentionAll: 'members' },
    })
  const places = [(await create('all', 'all')).id, (await create('joined', 'joined')).id]
  const said: Message[] = []
  const dare = <T>(work: Promise<T>) => work.catch(() => null)
  const someone = () => people[roll(people.length)]!
  const words = () => {
    const ids = Array.from({ length: roll(3) }, () => (roll(4) === 0 ? null : someone().id))
    return ids.length > 0 ? calling(ids, `${roll(1000)}`) : { type: 'text' as const, text: `${roll(1000)}` }
  }

  for (let step = 0; step < 260; step++) {
    const person = someone()
    const roomId = places[roll(places.length)]!
    const one = said[roll(Math.max(said.length, 1))]
    const kind = roll(14)
    if (kind === 0 && one) await dare(person.call(messages.routes.remove, { messageId: one.id }))
    else if (kind < 3 && one)
      await dare(person.call(messages.routes.edit, { messageId: one.id, content: words() }))
    else if (kind === 3 && one)
      await dare(person.call(conversations.routes.markRead, { roomId: one.roomId, seq: one.seq }))
    else if (kind === 4) {
      const route = roll(3) === 0 ? blocks.routes.unblock : blocks.routes.block
      await dare(person.call(route, { userId: someone().id }))
    } else if (kind === 5 && person !== ann) await dare(person.call(rooms.routes.leave, { roomId }))
    else if (kind < 8) await dare(person.call(rooms.routes.join, { roomId }))
    else {
      const message = await dare(person.call(messages.routes.send, { roomId, content: words() }))
      if (message) said.push(message)
    }
  }

  await pause(400)
  const stored = await Messages.find({ roomId: { $in: places } })
    .sort({ seq: 1 })
    .lean()
  for (const person of people) await judge(person, places, stored as never)
})

interface Stored {
  _id: string
  roomId: string
  seq: number
  senderId: string
  content: Message['content']
}

async function judge(person: TestPerson, places: string[], stored: Stored[]): Promise<void> {
  const ignored = (await person.call(blocks.routes.ids, {})).userIds
  const { items } = await person.call(conversations.routes.list, { limit: 100 })
  const rows = items.filter(row => places.includes(row.room.id))
  const device = await followed(person, ignored)
  const all: string[] = []
  for (const { room, mention, readSeq, fromSeq } of rows) {
    const calls = stored.filter(
      one =>
        one.roomId === room.id &&
        one.seq >= fromSeq &&
        one.senderId !== person.id &&
        !ignored.includes(one.senderId) &&
        calledIn(one.content).some(id => id === person.id || id === 'all'),
    )
    const unread = calls.filter(({ seq }) => seq > readSeq).map(one => one._id)
    const answered = await person.call(mentions.routes.unread, { roomId: room.id })
    const [synced] = (await person.call(conversations.routes.sync, { rooms: { [room.id]: 0 } })).rooms
    expect([
      person.session.user.displayName,
      answered.items.map(one => one.id),
      mention,
      synced!.mention,
      device.rooms[room.id]?.mention,
    ]).toEqual([person.session.user.displayName, unread, ...Array(3).fill(unread.length > 0)])
    all.push(...calls.map(one => one._id))
  }
  const listed: string[] = []
  for (let cursor: string | undefined; ;) {
    const page = await person.call(mentions.routes.list, { limit: 7, ...(cursor ? { cursor } : {}) })
    listed.push(...page.items.map(one => one.id))
    if (page.next === null) break
    cursor = page.next
  }
  expect(listed.toSorted()).toEqual(all.toSorted())
}

/** What a device has made of every push that came, once it asked for what it missed. */
async function followed({ id, frames, call }: TestPerson, ignored: string[]): Promise<replicas.Replica> {
  let now = 1000
  const moment = () => ({ me: id, ignored, now, random: 0 })
  let replica = replicas.ignoring({ ...replicas.emptyReplica(id), stale: false }, ignored, moment())
  for (const frame of frames) {
    now += 1
    replica = heard(replica, frame as never, moment())
  }
  for (let i = 0; i < 20; i++) {
    now += 60_000
    const ask = replicas.nextSync(replica, now)
    if (!ask) return replica
    replica = replicas.synced(
      replica,
      ask,
      await call(conversations.routes.sync, { rooms: ask.rooms }),
      moment(),
    )
  }
  throw new Error('the device never has enough')
}
