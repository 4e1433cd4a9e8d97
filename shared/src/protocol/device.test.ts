/** The law of sync on a model: whatever the line does, a device ends equal to a fresh load. */
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Message } from '../capabilities/messages/contract'
import { fine, modelLink, type Weather } from '../testing/model-link'
import { modelServer } from '../testing/model-server'
import { virtualClock } from '../testing/virtual-clock'
import type { Client } from './client'
import { createDevice, type Device, type DeviceState } from './device'
import { emptyReplica } from './replica'
import { trimmed } from './room-changes'
import { liveFrom } from './room-state'
import { unreadOf } from './unread'
import { isAside, isOfThread, type Window } from './windows'

const saying = (text: string) => ({ content: { type: 'text' as const, text } })

const people = ['alice', 'bob', 'carol']
const places = ['all', 'joined', 'third']
const stormy: Weather = { slow: 400, lost: 0.1, doubled: 0.2, unanswered: 0.05 }

interface Held {
  me: string
  device: Device
  link: ReturnType<typeof modelLink>
  begin(stored?: DeviceState): Device
}

/** The app is killed, and begins again with what it had stored: some rooms with messages, some without. */
function restart(held: Held, random: () => number): void {
  held.link.cut()
  held.device.stop()
  const { replica, outbox } = held.device.get()
  const rooms = Object.entries(replica.rooms).map(([id, room]) => [
    id,
    trimmed(room, held, random() < 0.5 ? 0 : 6),
  ])
  const { me, since, ignored } = replica
  const stored = {
    replica: { ...emptyReplica(me), since, ignored, rooms: Object.fromEntries(rooms) },
    outbox,
  }
  held.device = held.begin(JSON.parse(JSON.stringify(stored)) as DeviceState)
}

/** Two devices of alice, one of bob, one of carol, on one server. */
function world(seed: number) {
  const random = mulberry(seed)
  const clock = virtualClock()
  let weather = stormy
  const devices: Held[] = []
  const server = modelServer(clock.now, (userId, frame) => {
    for (const { me, link } of devices) if (me === userId) link.carry(frame)
  })
  places.forEach((place, index) => server.addRoom(place, index !== 1))
  let ids = 0
  for (const me of [...people, 'alice']) {
    const link = modelLink(server, me, clock, random, () => weather)
    const newClientId = () => `client-id-${me}-${String(++ids).padStart(6, '0')}`
    const begin = (stored?: DeviceState) =>
      createDevice({
        me,
        client: link.client,
        clock: { ...clock, random },
        stored,
        outboxStore: { keep: async () => undefined },
        newClientId,
      })
    devices.push({ me, link, begin, device: begin() })
  }
  const calm = () => {
    weather = fine
  }
  return { random, clock, devices, server, calm }
}
type World = ReturnType<typeof world>

/** The person of a device ignores others from now on; each of their devices hears of it a little later. */
function ignoreSome({ me }: Held, command: number, { devices, server, clock }: World): void {
  const ids = people.filter((one, i) => one !== me && (command >> (12 + i)) % 2 === 1)
  server.ignore(me, ids)
  for (const held of devices.filter(one => one.me === me)) clock.after(700, () => held.device.ignore(ids))
}

/** Someone answers in a thread of a message, for the room too every third time, or opens one or reads on in it. */
function actInThread({ device }: Held, place: string, command: number, root: Message): void {
  const threadId = root.id
  const window = device.get().replica.rooms[place]!.threads[threadId]
  const before = window && { before: window.ranges[window.ranges.length - 1]![0] }
  if ((command >> 10) % 2 === 0) void device.page(place, { threadId, ...before }).catch(() => undefined)
  for (let i = 0; i <= (command >> 11) % 3; i++) {
    const alsoToRoom = (command >> 12) % 3 === 0
    device.send(place, { ...saying(`in thread ${command} ${i}`), threadId, alsoToRoom })
  }
}

/** One command: a number says who does what where. */
async function act(world: World, command: number): Promise<void> {
  const { server, devices, clock, random } = world
  const held = devices[command % devices.length]!
  const { device, link, me } = held
  const place = places[(command >> 3) % places.length]!
  const room = device.get().replica.rooms[place]
  const known = room?.messages ?? []
  const some = known[Math.floor(random() * known.length)]
  const ignore = () => undefined
  const root = some && !some.threadId && some
  switch ((command >> 6) % 20) {
    case 0:
      return link.cut()
    case 1:
    case 2:
      return link.open()
    case 3:
      return server.join(me, place)
    case 4:
      return (command >> 10) % 3 === 0 ? server.leave(me, place) : undefined
    case 5:
      return some && some.senderId === me && !some.gone
        ? void device.edit(some.id, `edited ${command}`).catch(ignore)
        : undefined
    case 6:
      return some && !some.gone ? void device.remove(some.id).catch(ignore) : undefined
    case 7:
      return some && device.markRead(place, some.seq)
    case 8:
      return room && void device.page(place, { before: liveFrom(room) }).catch(ignore)
    case 9: {
      const seq = Math.floor(random() * ((room?.mark ?? 0) + 1))
      const ask = [{}, { after: seq }, { around: seq }, { before: seq + 1 }][(command >> 10) % 4]
      return room && void device.page(place, ask!).catch(ignore)
    }
    case 10:
      return device.trim(place, 5)
    case 11:
      return (command >> 10) % 2 === 0 ? restart(held, random) : undefined
    case 12:
      return (command >> 10) % 3 === 0 ? ignoreSome(held, command, world) : clock.pass(random() * 8_000)
    case 13:
    case 14:
    case 15:
      return root ? actInThread(held, place, command, root) : undefined
    default:
      for (let i = 0; i <= command % 4; i++) device.send(place, saying(`said ${command} ${i}`))
      return clock.pass(random() * 300)
  }
}

function expectWhole({ messages, ranges }: Window, mark: number, known: Message[]): void {
  const held = new Map(messages.map(message => [message.id, message]))
  const loaded = known.filter(({ seq }) => ranges.some(([from, to]) => from <= seq && seq <= to))
  for (const message of loaded) expect(held.get(message.id)).toEqual(message)
  expect(ranges[ranges.length - 1]![1]).toBeGreaterThanOrEqual(mark)
}

/** What must hold at every moment (room-state.ts): nothing in the loaded ranges is older than the watermark. */
function expectInvariant({ server, devices }: World): void {
  for (const { me, device } of devices) {
    for (const [id, state] of Object.entries(device.get().replica.rooms)) {
      const seat = server.rooms.get(id)!.seats.get(me)!
      if (!seat.present || seat.fromSeq !== state.fromSeq) continue
      const known = server.rooms
        .get(id)!
        .messages.filter(({ seq, rev }) => rev <= state.mark && seq >= seat.fromSeq)
      expectWhole(
        state,
        state.mark,
        known.filter(one => !isAside(one)),
      )
      for (const [rootId, window] of Object.entries(state.threads))
        expectWhole(
          window,
          state.mark,
          known.filter(one => isOfThread(one, rootId)),
        )
    }
  }
}

async function expectFreshLoad({ server, devices, clock }: World): Promise<void> {
  for (const { me, device } of devices) {
    const fresh = server.list(me).items
    const rooms = device.get().replica.rooms
    expect({ me, rooms: Object.keys(rooms).sort() }).toEqual({
      me,
      rooms: fresh.map(({ room }) => room.id).sort(),
    })
    for (const row of fresh) {
      const id = row.room.id
      expect({ me, id, unread: unreadOf(rooms[id]!, device.get().replica) }).toEqual({
        me,
        id,
        unread: row.unread,
      })
      expect(rooms[id]!.lastMessage).toEqual(row.lastMessage)
      expect(rooms[id]!.mark).toBe(server.rooms.get(id)!.counter)
      const from = () => liveFrom(device.get().replica.rooms[id]!)
      for (let i = 0; i < 100 && from() > row.fromSeq; i++) {
        void device.page(id, { before: from() })
        await clock.pass(20)
      }
      const all = server.rooms.get(id)!.messages.filter(one => one.seq >= row.fromSeq)
      expect(device.get().replica.rooms[id]!.messages).toEqual(all.filter(one => !isAside(one)))
      await expectFreshThreads(device, id, all, clock)
      expect({ me, id, unread: unreadOf(device.get().replica.rooms[id]!, device.get().replica) }).toEqual({
        me,
        id,
        unread: row.unread,
      })
    }
    expect(device.get().outbox.filter(entry => entry.state !== 'failed')).toEqual([])
  }
}

/** Every opened thread, read to its beginning, is what the server has of it. */
async function expectFreshThreads(
  device: Device,
  roomId: string,
  all: Message[],
  clock: World['clock'],
): Promise<void> {
  const opened = () => device.get().replica.rooms[roomId]!.threads
  for (const threadId of Object.keys(opened())) {
    const from = () => opened()[threadId]!.ranges.at(-1)![0]
    for (let i = 0; i < 100 && from() > all[0]!.seq; i++) {
      void device.page(roomId, { threadId, before: from() })
      await clock.pass(20)
    }
    expect(opened()[threadId]!.messages).toEqual(all.filter(one => isOfThread(one, threadId)))
  }
}

/** A small generator of chance with a seed. */
function mulberry(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const environment = (globalThis as unknown as { process: { env: Record<string, string | undefined> } })
  .process.env
const seed = Number(environment.SEED ?? Math.floor(Math.random() * 2 ** 31))

/** Begins with rooms that have a past, and everyone in the first of them. */
async function begin(all: World): Promise<void> {
  for (const place of places) all.server.join('alice', place)
  for (let i = 0; i < 30; i++) {
    for (const roomId of places)
      all.server.send('alice', { roomId, text: `before ${i}`, clientId: `past-${roomId}-${i}` })
  }
  for (const { me, link } of all.devices) {
    all.server.join(me, 'all')
    link.open()
  }
  await all.clock.pass(3_000)
}

async function storm(all: World, list: number[]): Promise<void> {
  await begin(all)
  for (const command of list) {
    await act(all, command)
    expectInvariant(all)
  }
  // Nothing said later hides a count of before, and little is loaded that could be counted again.
  for (const held of all.devices) {
    for (const place of places) held.device.trim(place, 1)
    ignoreSome(held, Math.floor(all.random() * 2 ** 20), all)
  }
  all.calm()
}

const lists = fc.array(fc.nat({ max: 2 ** 20 }), { minLength: 20, maxLength: 120 })
const options = {
  seed,
  numRuns: Number(environment.RUNS ?? 40),
  endOnFailure: environment.DEBUG !== undefined,
}

test(`after any storm and a new connection a device equals a fresh load (SEED=${seed})`, async () => {
  const property = fc.asyncProperty(fc.nat(), lists, async (chance, list) => {
    const all = world(chance)
    await storm(all, list)
    for (const { link } of all.devices) link.cut()
    for (const { link } of all.devices) link.open()
    await all.clock.pass(120_000)
    await expectFreshLoad(all)
  })
  await fc.assert(property, options)
}, 120_000)

test(`on the same connection the next push shows what was missed (SEED=${seed})`, async () => {
  const property = fc.asyncProperty(fc.nat(), lists, async (chance, list) => {
    const all = world(chance)
    await storm(all, list)
    for (const { link } of all.devices) link.open()
    await all.clock.pass(60_000)
    for (const [roomId, { seats }] of all.server.rooms) {
      const speaker = [...seats].find(([, seat]) => seat.present)?.[0]
      if (speaker) all.server.send(speaker, { roomId, text: 'last', clientId: `the-last-word-in-${roomId}` })
    }
    await all.clock.pass(60_000)
    await expectFreshLoad(all)
  })
  await fc.assert(property, options)
}, 120_000)

test('what was acked while the store was being read is not shown as unsent again', async () => {
  const all = world(1)
  all.calm()
  await begin(all)
  const { clock, devices } = all
  const { device } = devices[0]!
  const clientId = device.send('all', saying('said once'))
  const stored = device.get().outbox
  expect(stored.map(entry => entry.clientId)).toEqual([clientId])
  await clock.pass(5_000)
  const said = () =>
    Object.values(device.get().replica.rooms).flatMap(room => room.messages.map(one => one.clientId))
  expect(said()).toContain(clientId)
  device.setDraining(true, stored)
  expect(device.get().outbox).toEqual([])
})

test('what becomes due in the moment in which a device looks is not forgotten', async () => {
  const tries = await Promise.all(
    Array.from({ length: 200 }, async (_, early) => {
      const time = virtualClock()
      let looks = 0
      let tried = 0
      // Time goes on from look to look, and a timer may come a little before its time, as they do.
      const clock = {
        now: () => time.now() + looks++ / 100,
        after: (milliseconds: number, callback: () => void) =>
          time.after(milliseconds - early / 100, callback),
        random: () => 0,
      }
      const client = {
        state: () => 'open',
        onFrame: () => () => {},
        onState: () => () => {},
        call: () => Promise.reject(new Error(`try ${++tried}`)),
      } as unknown as Client
      const store = { keep: async () => undefined }
      const device = createDevice({ me: 'alice', client, clock, outboxStore: store, newClientId: () => '' })
      await time.pass(120_000)
      device.stop()
      return tried
    }),
  )
  expect(Math.min(...tries)).toBeGreaterThan(5)
})
