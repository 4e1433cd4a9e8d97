/** The laws: what must hold once everything has come to rest. Each breach is a finding. */
import type { Message } from '@community-chat/shared/capabilities/messages/contract'
import type { Device } from '@community-chat/shared/protocol/device'
import { type RoomState, unreadOf } from '@community-chat/shared/protocol/replica'
import { countable } from '@community-chat/shared/protocol/unread'
import { isAside } from '@community-chat/shared/protocol/windows'
import { isDeepStrictEqual } from 'node:util'
import type { MessageDoc } from '../capabilities/messages/model'
import { present } from '../capabilities/messages/present'
import type { Person } from './phone'
import { judgeCounts } from './counts'
import { judgeOwn, unfinishedIn } from './own'
import { freshDevice, loadWhole } from './settle'
import { canonical } from './witness'
import type { World } from './world'

type Archive = Map<string, Message[]>

/** Holds a world that is at rest against the laws. */
export async function judge(world: World): Promise<string[]> {
  const { findings } = world.witness
  const archive = await readArchive(world)
  judgeArchive(world, archive)
  judgeWitness(world, archive)
  await judgeCounts(world, archive, await unfinishedIn(world))
  for (const [index, person] of world.people.entries()) await judgePerson(world, archive, person, index)
  return findings
}

/** The rooms as they are stored, by rising seq. */
async function readArchive({ cluster, people }: World): Promise<Archive> {
  const seats = await cluster.db
    .collection('members')
    .find({ userId: { $in: people.map(({ id }) => id) } })
    .toArray()
  const ids = [...new Set(seats.map(({ roomId }) => roomId as string))]
  const docs = await cluster.db
    .collection<MessageDoc>('messages')
    .find({ roomId: { $in: ids } })
    .sort({ seq: 1 })
    .toArray()
  return new Map(ids.map(id => [id, docs.filter(({ roomId }) => roomId === id).map(present)]))
}

/** D2, D3: one row for each clientId, one place for each message. */
function judgeArchive({ witness }: World, archive: Archive): void {
  for (const [roomId, all] of archive) {
    if (new Set(all.map(({ seq }) => seq)).size < all.length)
      witness.findings.push(`${roomId} holds two messages of one seq`)
    const clientIds = all.map(({ senderId, clientId }) => `${senderId} ${clientId}`)
    if (new Set(clientIds).size < all.length) witness.findings.push(`${roomId} holds a clientId twice`)
  }
}

/** D1, D2, D7: what was acked is there; what was shown is what was stored; nothing came that was not to be seen. */
function judgeWitness({ witness, places }: World, archive: Archive): void {
  const byId = new Map([...archive.values()].flat().map(message => [message.id, message]))
  for (const [clientId, { id, seq }] of witness.acks) {
    const stored = byId.get(id)
    if (stored?.seq !== seq || stored.clientId !== clientId)
      witness.findings.push(`${clientId} was acked as ${id} (${seq}) and is ${JSON.stringify(stored)}`)
  }
  const stored = new Set([...byId.values()].map(({ clientId }) => clientId))
  for (const clientId of witness.said)
    if (!stored.has(clientId)) witness.findings.push(`${clientId} was said and is not stored`)
  for (const [key, text] of witness.versions) {
    const [id, rev] = key.split('@') as [string, string]
    const stored = byId.get(id)
    if (!stored || stored.rev < Number(rev) || (stored.rev === Number(rev) && canonical(stored) !== text))
      witness.findings.push(`${text} was shown, and ${JSON.stringify(stored)} is stored`)
  }
  for (const { userId, roomId, rev, seq, at, by, isAck } of witness.sightings) {
    const absence = witness.absences.find(
      one =>
        one.userId === userId && one.roomId === roomId && at >= one.from && at < one.to && rev > one.head,
    )
    if (absence && !isAck)
      witness.findings.push(
        `${userId} got value ${rev} of ${roomId} ${at - absence.from} ms after leaving it at ${absence.head}, ${by}, ` +
          JSON.stringify([...byId.values()].filter(one => one.roomId === roomId && one.rev === rev)),
      )
    if (roomId !== places.circle || seq === null) continue
    const stays = witness.stays.filter(one => one.userId === userId && one.roomId === roomId)
    if (!stays.some(({ fromSeq, until }) => seq >= fromSeq && seq <= until))
      witness.findings.push(
        `${userId} got the hidden seq ${seq} of ${roomId}, ${by}: ${JSON.stringify(stays)}`,
      )
  }
}

/** D3, D4, D6: each device of a person shows what a brand-new one loads, and that is what is stored. */
async function judgePerson(world: World, archive: Archive, person: Person, index: number): Promise<void> {
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
      compareMessages(world, phone.name, state, archive.get(state.room.id) ?? [])
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
