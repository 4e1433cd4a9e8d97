/** What can happen in a world. Each command is begun, not waited for: the next one comes while it is under way. */
import { messages, type Message } from '@community-chat/shared/capabilities/messages/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { chance, type Chance } from './chance'
import type { Phone } from './phone'
import { talkActs, talkWeights } from './talk'
import { byHand, headOf, insist, somewhere, stayOf, type World } from './world'

/** How often each command of the plainest talk comes. */
export const everyday = {
  send: 34,
  resend: 7,
  edit: 16,
  remove: 4,
  race: 1,
  come: 8,
  go: 6,
  read: 10,
  page: 8,
  trim: 2,
  cut: 6,
  silence: 2,
  slow: 3,
  change: 4, // of node
  weather: 6,
  kill: 4,
  restore: 10,
  store: 6,
  crash: 0.7,
  flood: 0.5,
}
/** The same with everything else that people do in a conversation. */
export const everything = { ...everyday, ...talkWeights }
type Kind = keyof typeof everything
export type Weights = Partial<Record<Kind, number>>

/** What a command does; what it answers is waited for when the storm is over. */
export type Act = (world: World, dice: Chance, phone: Phone) => Promise<unknown> | unknown

/** A list of commands that follows from its seed alone. */
export interface Command {
  kind: Kind
  seed: number
  /** Milliseconds until the next one. */
  pause: number
}
export function commandsOf(seed: number, count: number, weights: Weights): Command[] {
  const dice = chance(seed)
  return Array.from({ length: count }, () => ({
    kind: dice.weigh(weights as Record<Kind, number>),
    seed: dice.below(2 ** 31),
    pause: dice.next() < 0.08 ? 80 + dice.below(220) : dice.below(40),
  }))
}

/** Begins a command. */
export function begin(world: World, { kind, seed }: Command): void {
  const dice = chance(seed)
  const phone = dice.pick(world.phones)!
  if (!phone.isOn && kind !== 'restore' && kind !== 'crash') return
  world.witness.count(kind)
  const done: Promise<unknown> = Promise.resolve(acts[kind](world, dice, phone))
    .catch(() => undefined)
    .finally(() => world.pending.delete(done))
  world.pending.add(done)
}

const acts: Record<Kind, Act> = {
  ...talkActs,
  send: (world, dice, phone) => {
    const roomId = somewhere(world, dice)
    for (let n = dice.below(4); n >= 0; n--)
      world.witness.said.add(
        phone.device.send(roomId, { content: { type: 'text', text: `said ${dice.below(1e6)}` } }),
      )
  },
  resend,
  edit: (world, dice, phone) => {
    const mine = someMessage(world, dice, phone, message => message.senderId === phone.person.id)
    return mine && phone.device.edit(mine.id, `edited ${dice.below(1e6)}`)
  },
  remove: (world, dice, phone) => {
    const any = someMessage(world, dice, phone, () => true)
    return any && phone.device.remove(any.id)
  },
  race,
  come,
  go,
  read: (world, dice, phone) => {
    const message = someMessage(world, dice, phone, () => true)
    if (message) phone.device.markRead(message.roomId, message.seq)
  },
  page: (world, dice, phone) => {
    const roomId = somewhere(world, dice)
    const state = phone.device.get().replica.rooms[roomId]
    if (!state) return
    const first = state.ranges.at(-1)![0]
    const seq = dice.below(state.mark + 1)
    const asks = [{ before: first }, { before: first }, {}, { around: seq }, { after: seq }]
    return phone.device.page(roomId, dice.pick(asks)!)
  },
  trim: (world, dice, phone) => phone.device.trim(somewhere(world, dice), dice.below(20)),
  cut: (_, __, phone) => phone.line.cut(),
  silence: (_, __, phone) => phone.line.goSilent(),
  slow: (_, dice, phone) => phone.line.slow(dice.pick([0, 0, 30, 120])!),
  change: (world, _, phone) => phone.moveTo((phone.node + 1) % world.cluster.nodes.length),
  weather: (_, dice, phone) => {
    phone.weather = { doubled: dice.next() * 0.5, late: dice.next() * 0.4 }
  },
  store: (_, __, phone) => phone.store(),
  kill: (_, dice, phone) => {
    if (dice.next() < 0.7) phone.store()
    phone.switchOff()
  },
  restore: (world, dice) => dice.pick(world.phones.filter(({ isOn }) => !isOn))?.switchOn(),
  crash: ({ cluster }, dice) => {
    if (dice.next() < 0.3) return cluster.killRedis()
    return cluster.nodes.every(({ isUp }) => isUp)
      ? cluster.kill(dice.below(cluster.nodes.length))
      : undefined
  },
  flood,
}

function someMessage(world: World, dice: Chance, phone: Phone, fits: (one: Message) => boolean) {
  const known = phone.device.get().replica.rooms[somewhere(world, dice)]?.messages ?? []
  const fitting = known.filter(one => one.type === 'text' && !one.gone && fits(one))
  return dice.pick(dice.next() < 0.6 ? fitting.slice(-10) : fitting)
}

/** The same send again, on its way or acked long ago, at both nodes and on the socket at once. */
async function resend({ cluster, witness }: World, dice: Chance, { person, device, client }: Phone) {
  const waiting = device.get().outbox.map(({ clientId, roomId, content }) => ({
    clientId,
    roomId,
    text: 'text' in content ? content.text : '',
  }))
  const acked = [...witness.acks].flatMap(([clientId, { roomId, senderId }]) =>
    senderId === person.id ? [{ clientId, roomId, text: 'again' }] : [],
  )
  const entry = dice.pick(waiting.length > 0 ? waiting : acked.slice(-30))
  if (!entry) return
  const { clientId, roomId, text } = entry
  const input = { roomId, clientId, content: { type: 'text' as const, text } }
  const twins = [
    byHand(cluster, 0, person, messages.routes.send, input),
    byHand(cluster, 1, person, messages.routes.send, input),
    client.call(messages.routes.send, input),
  ]
  for (const answer of await Promise.allSettled(twins))
    if (answer.status === 'fulfilled') witness.acked(answer.value)
}

/** Between two sayings at one node something is said and changed at the other, which may not be heard of there yet. */
async function race({ cluster, places, people, witness }: World, dice: Chance) {
  const here = dice.below(cluster.nodes.length)
  const there = (here + 1) % cluster.nodes.length
  const say = async (at: number, text: string) => {
    const person = dice.pick(people)!
    const clientId = `race-${person.name}-${dice.below(1e9)}`.padStart(20, '-')
    const content = { type: 'text' as const, text }
    const message = await byHand(cluster, at, person, messages.routes.send, {
      roomId: places.hall,
      clientId,
      content,
    })
    witness.acked(message)
    return { person, messageId: message.id }
  }
  await say(here, 'said before')
  const { person, messageId } = await say(there, 'said')
  const content = { text: 'changed at once' }
  await byHand(cluster, there, person, messages.routes.edit, { messageId, content })
  await say(here, 'said after')
}

/** More is said than a sync tells one by one, while some phones are off. */
async function flood(world: World, dice: Chance, phone: Phone) {
  const roomId = world.places.hall
  const others = world.phones.filter(one => one !== phone)
  const absent = others.filter(({ isOn }) => isOn && dice.next() < 0.5)
  for (const one of absent) {
    one.store()
    one.switchOff()
  }
  const said = Array.from({ length: 215 }, (_, n) =>
    phone.client
      .call(messages.routes.send, {
        roomId,
        clientId: `flood-${phone.name}-${dice.below(1e6)}-${n}`.slice(-36).padStart(20, '-'),
        content: { type: 'text', text: `flood ${n}` },
      })
      .then(message => {
        world.witness.acked(message)
        return message
      }),
  )
  const stored = (await Promise.allSettled(said)).flatMap(one =>
    one.status === 'fulfilled' ? one.value : [],
  )
  for (const one of absent) one.switchOn()
  // While they come back, what is on the page that they load changes: near its end, and near its beginning.
  for (let n = 1; n <= 12; n++) {
    for (const message of [stored.at(-n), stored.at(-n - 27)])
      if (message) await phone.device.edit(message.id, `changed ${dice.below(1e6)}`).catch(() => undefined)
    await new Promise(resolve => setTimeout(resolve, 30))
  }
}

/** Someone who is out of the square or the circle comes in: by themselves, or brought by the owner. */
async function come(world: World, dice: Chance) {
  const { places, owner, people, witness } = world
  const [, ...others] = people
  const person = dice.pick(others)!
  const roomId = dice.pick([places.square, places.circle])!
  await moving(world, person.id, roomId, async isIn => {
    if (isIn) return
    for (const absence of witness.absences)
      if (absence.userId === person.id && absence.roomId === roomId && absence.to === Infinity)
        absence.to = Date.now()
    const node = dice.below(2)
    if (roomId === places.square) await insist(world, person, rooms.routes.join, { roomId }, node)
    else await insist(world, owner, rooms.routes.addMember, { roomId, userId: person.id }, node)
    const stay = await stayOf(world, person.id, roomId)
    if (stay) witness.stays.push(stay)
    else witness.findings.push(`${person.name} was let into ${roomId} and is not in it`)
  })
}

/** Someone leaves the square, or is put out of the circle; from the ack on nothing may reach them. */
async function go(world: World, dice: Chance) {
  const { places, owner, people, witness } = world
  const [, ...others] = people
  const person = dice.pick(others)!
  const roomId = dice.pick([places.square, places.circle])!
  await moving(world, person.id, roomId, async isIn => {
    if (!isIn) return
    const node = dice.below(2)
    const { leave, removeMember } = rooms.routes
    const isAcked =
      roomId === places.square
        ? await insist(world, person, leave, { roomId }, node)
        : await insist(world, owner, removeMember, { roomId, userId: person.id }, node)
    const from = Date.now()
    const head = await headOf(world, roomId)
    const stay = witness.stays.find(
      one => one.userId === person.id && one.roomId === roomId && one.until === Infinity,
    )
    if (stay) stay.until = isAcked ? head : Number.MAX_SAFE_INTEGER
    // "You are not in it", as after a first try that a dying node never answered, promises nothing.
    if (isAcked) witness.absences.push({ userId: person.id, roomId, head, from, to: Infinity })
  })
}

/** Runs one coming or going of a person and a room at a time, so that it is known how they end. */
async function moving(world: World, userId: string, roomId: string, run: (isIn: boolean) => Promise<void>) {
  const key = `${userId} ${roomId}`
  if (world.moving.has(key)) return
  world.moving.add(key)
  try {
    await run((await stayOf(world, userId, roomId)) !== null)
  } finally {
    world.moving.delete(key)
  }
}
