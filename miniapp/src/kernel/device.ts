/** The device of the person who is signed in: the replica and outbox of shared, kept here and shown to React. */
import { createDevice, type Device, type DeviceState } from '@community-chat/shared/protocol/device'
import type { OutboxEntry } from '@community-chat/shared/protocol/outbox'
import { useSyncExternalStore } from 'react'
import { client } from './client'
import { loadDevice, loadOutbox, createKeeper } from './keeping'
import { newId } from './platform/random'
import { isShown, nextFrame, onHidden, onShown } from './platform/signals'
import { openChannel, stand } from './platform/tabs'
import { transport } from './platform/transport'
import { session } from './session/session'
import { storageAt } from './storage'
import { createStore } from './store'

const state = createStore<DeviceState | null>(null)
let present: { device: Device; userId: string; stop(): void } | null = null
let starting = 0

/** Follows the session: a device begins with it and ends with it. Called once, at the start. */
export function watchDevice(): void {
  session.subscribe(follow)
  follow()
}

function follow(): void {
  const { user } = session.get()
  if (present?.userId === user?.id) return
  present?.stop()
  present = null
  state.set(null)
  const mine = ++starting
  if (user) void start(user.id, () => mine === starting)
}

async function start(userId: string, isWanted: () => boolean): Promise<void> {
  const storage = storageAt(`person/${userId}`)
  const stored = await loadDevice(storage, userId)
  if (!isWanted()) return

  const channel = openChannel<{ clientId: string; entry: OutboxEntry | null }>(
    `outbox ${userId}`,
    ({ clientId, entry }) => device.hearOutbox(clientId, entry),
  )
  const keep = async (clientId: string, entry: OutboxEntry | null) => {
    channel.post({ clientId, entry })
    if (entry === null) await keeper.settle(clientId)
    else if (entry.state !== 'sending') await keeper.note(entry)
  }
  const clock = { now: transport.now, after: transport.after, random: transport.random }
  const device = createDevice({
    me: userId,
    client,
    clock,
    stored,
    outboxStore: { keep },
    newClientId: newId,
    people: tellPeople,
  })
  device.setDraining(false)
  const standing = stand(`outbox ${userId}`, leading => {
    if (!leading) device.setDraining(false)
    else
      void loadOutbox(storage).then(
        outbox => device.setDraining(true, outbox),
        () => device.setDraining(true),
      )
  })
  const keeper = createKeeper(storage, device, transport, () => forgetOthers(userId))
  const hush = device.subscribe(showSoon(device))
  onHidden(keeper.flush)
  // A tab in the background may be asleep: the one that is looked at sends.
  onShown(standing.claim)
  if (isShown()) standing.claim()

  state.set(device.get())
  present = {
    device,
    userId,
    stop: () => {
      client.stop()
      hush()
      keeper.stop()
      standing.resign()
      channel.close()
      device.stop()
    },
  }
  client.start()
}

/** Forgets what can be loaded again of others who signed in here; what they wrote and did not send stays. */
async function forgetOthers(userId: string): Promise<void> {
  const everyone = storageAt('person')
  const keys = [...(await everyone.load()).keys()]
  const cached = keys.filter(key => !key.startsWith(`${userId}/`) && /^[^/]+\/(room\/|frame$)/.test(key))
  await everyone.write(Object.fromEntries(cached.map(key => [key, undefined])))
}

/** All that happens within one frame is shown at once. */
function showSoon(device: Device): () => void {
  let planned = false
  return () => {
    if (planned) return
    planned = true
    nextFrame(() => {
      planned = false
      if (present?.device === device) state.set(device.get())
    })
  }
}

/** Shows now what the device knows: for who takes something of their own away that the device has from now on. */
export function showNow(): void {
  if (present) state.set(present.device.get())
}

type Listener = Parameters<NonNullable<Parameters<typeof createDevice>[0]['people']>>[0]
const peopleListeners = new Set<(people: Listener) => void>()
const tellPeople = (people: Listener) => peopleListeners.forEach(tell => tell(people))

/** Hears of people who changed while the device was away. */
export const onPeople = (tell: (people: Listener) => void): void => void peopleListeners.add(tell)

/** The device at work; null while nobody is signed in. */
export const theDevice = (): Device | null => present?.device ?? null

/** A part of what the device knows; `select` must give the same value for the same state. */
export function useDevice<T>(select: (state: DeviceState) => T, absent: T): T {
  const get = () => {
    const known = state.get()
    return known ? select(known) : absent
  }
  return useSyncExternalStore(state.subscribe, get, get)
}
