/** Coming to rest: the storm is over, everything that is due is done. */
import { createClient } from '@community-chat/shared/protocol/client'
import { createDevice, type Device } from '@community-chat/shared/protocol/device'
import type { RoomState } from '@community-chat/shared/protocol/replica'
import type { ClusterNode } from './cluster'
import { isOwnLevel } from './own'
import type { Person, Phone } from './phone'
import { nodeTransport, quickClock } from './transport'
import { headOf, type World } from './world'

/** Waits until something is so; false where it is not within `milliseconds`. */
export async function until(isSo: () => boolean | Promise<boolean>, milliseconds: number): Promise<boolean> {
  const end = Date.now() + milliseconds
  while (!(await isSo())) {
    if (Date.now() > end) return false
    await new Promise(resolve => setTimeout(resolve, 60))
  }
  return true
}

/**
 * Ends the storm and waits until nothing is under way; `patience` times as long where the machine has other work. What
 * does not come to rest is a finding; answers whether all did.
 */
export async function settle(world: World, patience = 1): Promise<boolean> {
  const { phones, cluster, witness, pending } = world
  await until(() => cluster.nodes.every(({ isUp }) => isUp), 15_000)
  for (const phone of phones) {
    phone.weather = { doubled: 0, late: 0 }
    phone.line.slow(0)
    phone.switchOn()
  }
  await until(() => pending.size === 0, patience * 15_000)
  const restless = async () => {
    for (const phone of phones) nudge(world, phone)
    return phones.every(phone => phone.client.state() === 'open' && isAtRest(phone.device))
  }
  await until(restless, patience * 12_000)
  // Pushes of another node come within a second of it; what this node wrote behind is written by then.
  const places = await Promise.all(phones.map(phone => () => isLevel(world, phone)))
  await until(
    async () =>
      (await restless()) &&
      (await isLasting(world)) &&
      (await Promise.all(places.map(look => look()))).every(Boolean),
    patience * 15_000,
  )
  const restlessOnes = phones.filter(({ client, device }) => client.state() !== 'open' || !isAtRest(device))
  for (const { name, node, client, device } of restlessOnes)
    witness.findings.push(
      `${name} does not come to rest at node ${node}: ${client.state()} ${restlessness(device)}`,
    )
  if (restlessOnes.length > 0) witness.findings.push(...(await Promise.all(cluster.nodes.map(healthOf))))
  return restlessOnes.length === 0
}

/** What a node says of itself, for whoever looks for the reason. */
async function healthOf({ port, isUp }: ClusterNode, index: number): Promise<string> {
  const begun = Date.now()
  const told = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(5000) })
    .then(answer => answer.text())
    .catch(String)
  return `node ${index}, ${isUp ? 'up' : 'not up'}, after ${Date.now() - begun} ms: ${told}`
}

/** What its owner does: opens the app, taps what failed, gives up on what was refused. */
function nudge({ witness }: World, { client, device }: Phone): void {
  client.wake()
  for (const { clientId, state, code } of device.get().outbox) {
    if (state !== 'failed') continue
    if (code === 'timeout' || code === 'unavailable' || code === 'internal') device.resend(clientId)
    else {
      witness.said.delete(clientId)
      device.discard(clientId)
    }
  }
}

const isRoomAtRest = (room: RoomState) =>
  room.dueAt === null &&
  !room.unsure &&
  room.head <= room.mark &&
  room.held.length === 0 &&
  room.readSeq <= room.readAcked

/** True where nothing is due on a device. */
export function isAtRest(device: Device): boolean {
  const { replica, outbox } = device.get()
  const { stale, unlisted, strays, rooms } = replica
  return (
    outbox.length === 0 &&
    !stale &&
    !unlisted &&
    Object.keys(strays).length === 0 &&
    Object.values(rooms).every(isRoomAtRest)
  )
}

function restlessness(device: Device): string {
  const { replica, outbox } = device.get()
  const { stale, unlisted, strays, rooms } = replica
  const restless = Object.values(rooms).filter(room => !isRoomAtRest(room))
  const shown = restless.map(({ room, mark, head, held, dueAt, unsure, vain, readSeq, readAcked }) => ({
    ...{ room: room.name, mark, head, held, dueAt, unsure, vain, readSeq, readAcked },
  }))
  return JSON.stringify({ stale, unlisted, strays, outbox, shown })
}

/** True where no message of the world is about to vanish. */
async function isLasting({ cluster, places }: World): Promise<boolean> {
  const ending = { 'facets.expiry.endsAt': { $ne: null }, gone: { $exists: false } }
  const expiring = { roomId: { $in: Object.values(places) }, 'facets.expiry': { $exists: true }, ...ending }
  return (await cluster.db.collection('messages').countDocuments(expiring)) === 0
}

/** True where a device's rooms, their facts, watermarks and read positions, and its own rows are those of the store. */
async function isLevel(world: World, phone: Phone): Promise<boolean> {
  const { person, device } = phone
  const seats = await world.cluster.db
    .collection('members')
    .find({ userId: person.id, left: false })
    .toArray()
  const { rooms } = device.get().replica
  const facts = await world.cluster.db
    .collection<{ _id: string; version: number }>('rooms')
    .find({ _id: { $in: seats.map(({ roomId }) => roomId as string) } })
    .toArray()
  if (facts.some(({ _id, version }) => rooms[_id]?.room.version !== version)) return false
  if (seats.length !== Object.keys(rooms).length) return false
  for (const { roomId, readSeq } of seats) {
    const room = rooms[roomId as string]
    if (!room || room.readSeq !== readSeq || room.mark !== (await headOf(world, roomId as string)))
      return false
  }
  return isOwnLevel(world, phone)
}

/** A brand-new device of a person at one node, once it is at rest. */
export async function freshDevice(port: number, { id, token }: Person) {
  const give = async () => token
  const ears = {
    answer: () => undefined,
    frame: (frame: any, deliver: (frame: any) => void) => deliver(frame),
  }
  const client = createClient(nodeTransport(port, ears), { fresh: give, renew: give })
  const device = createDevice({
    me: id,
    client,
    clock: { ...quickClock, random: Math.random },
    outboxStore: { keep: async () => undefined },
    newClientId: () => 'a-fresh-device-says-nothing',
  })
  client.start()
  const isLoaded = await until(() => client.state() === 'open' && isAtRest(device), 30_000)
  const stop = () => {
    device.stop()
    client.stop()
  }
  return { device, isLoaded, stop }
}

/** Loads all of a room's history. */
export async function loadWhole(device: Device, roomId: string): Promise<void> {
  for (let pages = 0; pages < 200; pages++) {
    const { ranges } = device.get().replica.rooms[roomId]!
    const first = ranges.at(-1)![0]
    if (first <= 0) return
    await device.page(roomId, { before: first })
  }
}
