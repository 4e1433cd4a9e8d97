/** What the devices of one person show, held against a new one and against the store. */
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { Device } from '@community-chat/shared/protocol/device'
import { type RoomState, unreadOf } from '@community-chat/shared/protocol/replica'
import { countable } from '@community-chat/shared/protocol/unread'
import { isAside } from '@community-chat/shared/protocol/windows'
import { isDeepStrictEqual } from 'node:util'
import { judgeOwn, unfinishedIn } from './own'
import type { Person } from './phone'
import { freshDevice, loadWhole } from './settle'
import { canonical } from './witness'
import type { World } from './world'

/** The messages of each room as they are stored, by rising seq. */
export type Archive = Map<string, Message[]>

/** D3, D4, D6: each device of a person shows what a brand-new one loads, and that is what is stored. */
export async function judgePerson(
  world: World,
  archive: Archive,
  person: Person,
  index: number,
): Promise<void> {
  const { cluster, phones, places, witness } = world
  const port = cluster.nodes[index % cluster.nodes.length]!.port
  const { device: fresh, isLoaded, stop } = await freshDevice(port, person)
  if (!isLoaded) witness.findings.push(`a new device of ${person.name} does not load`)
  const before = describe(fresh, person)
  for (const phone of phones.filter(one => one.person === person)) {
    compare(world, `${phone.name} at node ${phone.node}`, describe(phone.device, person), before)
    for (const state of Object.values(phone.device.get().replica.rooms)) {
      const { told, ranges, readSeq, fromSeq, vain } = state
      if (unreadOf(state, { me: person.id }) !== before[state.room.id]?.unread)
        witness.findings.push(
          `${phone.name} counts ${JSON.stringify({ told, ranges, readSeq, fromSeq, vain })}` +
            JSON.stringify(
              archive
                .get(state.room.id)
                ?.filter(one => one.seq > readSeq)
                .map(one => [one.seq, one.rev, one.type, one.gone?.at, one.senderId === person.id]),
            ),
        )
      const found = witness.findings.length
      compareMessages(world, phone.name, state, archive.get(state.room.id) ?? [])
      if (witness.findings.length > found)
        witness.findings.push(`what came to ${phone.name} of it: ${phone.trail.of(state.room.id)}`)
    }
  }
  const mine = Object.values(places).filter(id => fresh.get().replica.rooms[id])
  for (const roomId of mine) await loadWhole(fresh, roomId)
  const unfinished = await unfinishedIn(world)
  for (const phone of phones.filter(one => one.person === person)) judgeOwn(world, phone, fresh, unfinished)
  for (const roomId of mine) {
    const state = fresh.get().replica.rooms[roomId]!
    const all = archive.get(roomId)!
    compareMessages(world, `a new device of ${person.name}`, state, all)
    const counted = recount(state, all, person.id)
    const shown = [before[roomId]!.unread, unreadOf(state, { me: person.id })]
    if (shown.some(count => count !== counted))
      witness.findings.push(
        `${person.name} has ${counted} unread in ${state.room.name}, shown ${shown.join()}`,
      )
    const highest = Math.max(0, ...all.map(({ rev }) => rev))
    if (state.mark !== highest)
      witness.findings.push(`${state.room.name} is at ${highest}, ${person.name} at ${state.mark}`)
  }
  stop()
}

/** What of a device must equal a fresh load. */
function describe(device: Device, { id }: Person) {
  const rows = Object.values(device.get().replica.rooms).map(state => {
    const { room, readSeq, fromSeq, mark, mention, lastMessage } = state
    const { name, role, type } = room
    return [
      room.id,
      {
        ...{ name, role, type, readSeq, fromSeq, mark, mention, announcement: room.announcement },
        lastMessage: lastMessage && shared(lastMessage),
        unread: unreadOf(state, { me: id }),
      },
    ]
  })
  return Object.fromEntries(rows) as Record<string, Record<string, unknown>>
}

function compare(
  { witness }: World,
  who: string,
  shown: ReturnType<typeof describe>,
  fresh: ReturnType<typeof describe>,
): void {
  for (const id of new Set([...Object.keys(shown), ...Object.keys(fresh)])) {
    const [a, b] = [shown[id], fresh[id]]
    if (!a || !b) {
      witness.findings.push(`${who} ${a ? 'still shows' : 'does not show'} room ${id} (${(a ?? b)!.name})`)
      continue
    }
    for (const key of Object.keys(b))
      if (!isDeepStrictEqual(a[key], b[key]))
        witness.findings.push(
          `${who} in ${b.name as string}: ${key} ${JSON.stringify(a[key])}, fresh ${JSON.stringify(b[key])}`,
        )
  }
}

/** Of every range a device holds it shows just what is stored, each message once, in the order of the archive. */
function compareMessages(world: World, who: string, state: RoomState, all: Message[]): void {
  const seen = all.filter(({ seq }) => seq >= state.fromSeq)
  const name = state.room.name
  compareWindow(
    world,
    `${who} in ${name}`,
    state,
    seen.filter(message => !isAside(message)),
  )
  for (const [rootId, window] of Object.entries(state.threads))
    compareWindow(
      world,
      `${who} in the thread ${rootId} of ${name}`,
      window,
      seen.filter(({ id, threadId }) => id === rootId || threadId === rootId),
    )
}

function compareWindow(
  { witness }: World,
  who: string,
  { messages, ranges }: Pick<RoomState, 'messages' | 'ranges'>,
  all: Message[],
): void {
  const isIn = ({ seq }: Message) => ranges.some(([from, to]) => from <= seq && seq <= to)
  // What vanished is shown nowhere, whether its husk is there or not.
  const isThere = ({ gone }: Message) => gone?.why !== 'expired'
  const stored = all.filter(one => isIn(one) && isThere(one))
  const shown = messages.filter(isThere).map(shared)
  if (isDeepStrictEqual(shown, stored)) return
  const text = new Map(stored.map(message => [message.id, canonical(message)]))
  const wrong = shown.filter(message => text.get(message.id) !== canonical(message))
  const ids = new Set(shown.map(({ id }) => id))
  const missing = stored.filter(({ id }) => !ids.has(id))
  const right = wrong.slice(0, 3).map(({ id }) => text.get(id))
  witness.findings.push(
    `${who} shows ${shown.length} of ${stored.length} ${JSON.stringify(ranges)}: wrong ` +
      `${JSON.stringify(wrong.slice(0, 3))}, right ${JSON.stringify(right)}, missing ${JSON.stringify(missing.slice(0, 3))}`,
  )
}

/** A message without what only its reader is told. */
function shared(message: Message): Message {
  const { mine: _mine, ...rest } = message
  return rest
}

/** Unread, counted the plain way over the whole history. */
function recount({ readSeq, fromSeq, messages }: RoomState, all: Message[], me: string): number {
  const mine = new Map(messages.map(message => [message.id, message.mine]))
  const above = all.filter(one => one.seq > readSeq && one.seq >= fromSeq && !isAside(one)).slice(-200)
  const news = above.filter(message => countable({ ...message, mine: mine.get(message.id) }, { me }))
  return Math.min(100, news.length)
}
