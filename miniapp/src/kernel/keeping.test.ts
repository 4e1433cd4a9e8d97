import type { Conversation } from '@community-chat/shared/capabilities/conversations/contract'
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { Device, DeviceState } from '@community-chat/shared/protocol/device'
import { stepOutbox, type Outbox } from '@community-chat/shared/protocol/outbox'
import { paged, emptyReplica, listed, unreadOf, type Replica } from '@community-chat/shared/protocol/replica'
import { virtualClock } from '@community-chat/shared/testing/virtual-clock'
import { memoryStore } from '../testing/memory'
import { createKeeper, loadDevice, loadOutbox } from './keeping'
import { createStorage } from './storage'

const moment = { me: 'me', now: 0, random: 0 }

const saidIn = (roomId: string, seq: number, createdAt: string) =>
  ({ id: `m${seq}`, roomId, senderId: 'other', seq, rev: seq, type: 'text', createdAt }) as unknown as Message

/** A person in `rooms` rooms, with 60 unread messages in each. */
function replicaOf(rooms: number): Replica {
  let replica: Replica = { ...emptyReplica('me'), since: '7' }
  for (let i = 0; i < rooms; i++) {
    const createdAt = new Date(i * 1000).toISOString()
    const room = { id: `r${i}`, version: 1, createdAt }
    const row = { room, lastMessage: null, readSeq: 0, fromSeq: 0, unread: 60, mention: false, at: 60 }
    replica = listed(replica, row as unknown as Conversation, 0, moment)
    const items = Array.from({ length: 60 }, (_, n) => saidIn(room.id, n + 1, createdAt))
    replica = paged(replica, room.id, {}, { items, at: 60, hasBefore: false, hasAfter: false }, moment)
  }
  return replica
}

/** A device that only shows what it is given. */
function shown(replica: Replica) {
  let state: DeviceState = { replica, outbox: [] }
  let tell = () => {}
  const device = {
    get: () => state,
    subscribe: (listener: () => void) => ((tell = listener), () => undefined),
  }
  const show = (next: Replica) => {
    state = { ...state, replica: next }
    tell()
  }
  return { device: device as unknown as Device, show }
}

async function keepAndLoad(replica: Replica) {
  const store = memoryStore()
  const clock = virtualClock()
  const { device, show } = shown(replica)
  createKeeper(createStorage(store, 'p'), device, clock)
  show(replica)
  await clock.pass(1_000)
  return { store, clock, show, loaded: await loadDevice(createStorage(store, 'p'), 'me') }
}

test('the newest messages of the most active rooms are there after a restart, and the unread counts', async () => {
  const { loaded } = await keepAndLoad(replicaOf(32))
  const rooms = loaded.replica!.rooms
  expect(loaded.replica!.since).toBe('7')
  expect([rooms.r31!.messages.length, rooms.r0!.messages.length]).toEqual([40, 0])
  expect(Object.values(rooms).map(room => unreadOf(room, { me: 'me' }))).toEqual(Array(32).fill(60))
})

test('beyond 300 rooms the list is loaded anew', async () => {
  const { loaded } = await keepAndLoad(replicaOf(301))
  expect(loaded.replica!.since).toBeNull()
  expect(Object.keys(loaded.replica!.rooms)).toHaveLength(300)
})

test('only rooms that changed are written', async () => {
  const replica = replicaOf(3)
  const { store, clock, show } = await keepAndLoad(replica)
  const before = store.writes
  show({ ...replica, rooms: { ...replica.rooms, r1: { ...replica.rooms.r1!, readSeq: 60 } } })
  await clock.pass(1_000)
  expect(store.writes - before).toBe(1)
})

test('what another version stored is left alone, but not what waits to be sent', async () => {
  const draft = {
    clientId: 'a-client-id-of-mine',
    roomId: 'r',
    content: { type: 'text' as const, text: 'hello' },
  }
  const [entry] = stepOutbox([] as Outbox, { kind: 'added', draft, at: 5 })
  const storage = createStorage(memoryStore(), 'p')
  await storage.write({
    frame: { version: 0, since: '1' },
    'room/r': {},
    [`outbox/${entry!.clientId}`]: entry,
  })
  expect(await loadDevice(storage, 'me')).toEqual({ replica: null, outbox: [entry] })
  expect(await loadOutbox(storage)).toEqual([entry])
})

test('a message leaves the stored outbox in the write that keeps it in its room', async () => {
  const store = memoryStore()
  const written: string[][] = []
  const write: typeof store.write = changes => {
    written.push(changes.map(([key]) => key))
    return store.write(changes)
  }
  const storage = createStorage({ ...store, write }, 'p')
  await storage.write({ 'outbox/said': { order: 1 } })
  const { device } = shown(replicaOf(1))
  await createKeeper(storage, device, virtualClock()).settle('said')
  expect(written.slice(1)).toEqual([['p/room/r0', 'p/frame', 'p/outbox/said']])
  const loaded = await loadDevice(createStorage(store, 'p'), 'me')
  expect(loaded.outbox).toEqual([])
  expect(loaded.replica!.rooms.r0!.messages).toHaveLength(40)
})

/** A store that holds so many characters and refuses what is more, as mini programs do. */
function smallStore(room: number) {
  const store = memoryStore()
  const write: typeof store.write = async changes => {
    for (const [key, text] of changes) {
      const others = [...store.entries].filter(([other]) => other !== key)
      const size = others.reduce((sum, [, kept]) => sum + kept.length, text?.length ?? 0)
      if (text !== null && size > room) throw new Error('setStorage:fail exceed storage max size')
      await store.write([[key, text]])
    }
  }
  return { ...store, write }
}
const unsentOf = (clientId: string, text: string) =>
  stepOutbox([], {
    kind: 'added',
    draft: { clientId, roomId: 'r3', content: { type: 'text', text } },
    at: 5,
  })[0]!

test('where the store is full, the oldest rooms give up their messages and what is unsent goes in', async () => {
  const replica = replicaOf(4)
  const whole = await keepAndLoad(replica)
  const size = [...whole.store.entries.values()].reduce((sum, text) => sum + text.length, 0)
  const storage = createStorage(smallStore(Math.ceil(size * 0.6)), 'p')
  const keeper = createKeeper(storage, shown(replica).device, virtualClock())
  const entry = unsentOf('a-client-id-of-mine', 'x'.repeat(1_000))
  await keeper.note(entry)
  await keeper.settle('another')
  const { replica: loaded, outbox } = await loadDevice(storage, 'me')
  expect(outbox).toEqual([entry])
  expect(Object.keys(loaded!.rooms)).toHaveLength(4)
  const [newest, oldest] = [loaded!.rooms.r3!, loaded!.rooms.r0!]
  expect([newest.messages.length, oldest.messages.length]).toEqual([40, 0])
})

test('room is made elsewhere before any room gives up its messages', async () => {
  const store = memoryStore()
  let full = true
  const write: typeof store.write = changes =>
    full ? Promise.reject(new Error('full')) : store.write(changes)
  const storage = createStorage({ ...store, write }, 'p')
  const makeRoom = async () => void (full = false)
  await createKeeper(storage, shown(replicaOf(2)).device, virtualClock(), makeRoom).settle('none')
  expect((await loadDevice(storage, 'me')).replica!.rooms.r0!.messages).toHaveLength(40)
})

test('a store that takes nothing at all is given up on', async () => {
  const store = memoryStore()
  const write: typeof store.write = () => Promise.reject(new Error('full'))
  const keeper = createKeeper(
    createStorage({ ...store, write }, 'p'),
    shown(replicaOf(2)).device,
    virtualClock(),
  )
  await expect(keeper.note(unsentOf('a-client-id-of-mine', 'hello'))).rejects.toThrow('full')
})
