/** People, their rooms and their devices; what they say to one another, and the judgement of it. */
import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import { callHttp } from '../src/testing/person'
import { type Device, openDevice } from './device'
import { type Ack, type Attempt, check, type History, type Reading, trace } from './history'
import type { Stage, StageNode } from './stage'
import { pause, quantile, type Trial, until } from './trial'

/** Somebody who has signed up. */
export interface Person {
  id: string
  token: string
}

/** Who talks in a trial. */
export interface Crowd {
  stage: Stage
  trial: Trial
  people: Person[]
  rooms: string[]
  /** Who made each room. */
  owners: Map<string, Person>
  devices: Device[]
  attempts: Attempt[]
  acks: Ack[]
  readings: Reading[]
}

/** How large a crowd is. Every room has the same number of members, every person the same number of devices. */
export interface Size {
  people: number
  rooms: number
  members: number
  devices: number
}

/** The crowd of the matrix, and smaller ones. */
export const usualCrowd = ({ by }: Trial): Size => ({
  people: by(4, 20, 40),
  rooms: by(2, 10, 20),
  members: by(3, 10, 10),
  devices: by(2, 2, 5),
})

/** Somebody new. */
export async function signUp({ port }: Pick<StageNode, 'port'>, name: string): Promise<Person> {
  const username = `${name}-${Math.random().toString(36).slice(2, 10)}`
  const input = { username, password: `password of ${name}`, displayName: name }
  const session = await callHttp({ url: urlOf({ port }) }, accounts.routes.signup, input)
  return { id: session.user.id, token: session.accessToken }
}

/** A room of some people, the first of whom owns it. */
export async function makeRoom(
  { port }: Pick<StageNode, 'port'>,
  [owner, ...others]: Person[],
  name = 'room',
): Promise<string> {
  const input = { name, memberIds: others.map(({ id }) => id) }
  return (await callHttp({ url: urlOf({ port }) }, rooms.routes.create, input, owner!.token)).id
}

/** Signs people up, makes their rooms, and switches their devices on, one after the other on each node. */
export async function openCrowd(stage: Stage, trial: Trial, size = usualCrowd(trial)): Promise<Crowd> {
  const node = stage.nodes[0]!
  const people: Person[] = []
  for (let n = 0; n < size.people; n++) people.push(await signUp(node, `person${n}`))
  const crowd: Crowd = {
    ...{ stage, trial, people, rooms: [], owners: new Map() },
    ...{ devices: [], attempts: [], acks: [], readings: [] },
  }
  const members = new Map<string, Person[]>()
  for (let n = 0; n < size.rooms; n++) {
    const inside = Array.from({ length: size.members }, (_, k) => people[(n * 2 + k) % people.length]!)
    const roomId = await makeRoom(node, inside, `room ${n}`)
    crowd.rooms.push(roomId)
    crowd.owners.set(roomId, inside[0]!)
    members.set(roomId, inside)
  }
  for (let n = 0; n < size.people * size.devices; n++) {
    const person = people[n % people.length]!
    const mine = crowd.rooms.filter(id => members.get(id)!.includes(person))
    crowd.devices.push(addDevice(crowd, person, mine, () => urlOf(nodeFor(stage, n), 'ws'), `device${n}`))
  }
  await settle(crowd)
  return crowd
}

/** Switches another device on. */
export const addDevice = (
  { trial, attempts, acks }: Pick<Crowd, 'trial' | 'attempts' | 'acks'>,
  person: Person,
  mine: readonly string[],
  url: () => string,
  name: string,
): Device =>
  openDevice({ name: `${name}-${trial.seed}`, person, rooms: mine, url, attempts, acks, random: Math.random })

/** The node that a balancer gives to a device: its own while that is up, else any that is. */
export function nodeFor({ nodes }: Stage, device: number): StageNode {
  const own = nodes[device % nodes.length]!
  return own.isUp ? own : (nodes.find(({ isUp }) => isUp) ?? own)
}

/** Where a node is. */
export const urlOf = ({ port }: Pick<StageNode, 'port'>, kind: 'http' | 'ws' = 'http'): string =>
  kind === 'ws' ? `ws://127.0.0.1:${port}/ws` : `http://127.0.0.1:${port}`

/** Talks, so many messages a second spread over devices and rooms by chance, until `isOver`. */
export async function talk(
  { devices, trial }: Crowd,
  perSecond: number,
  isOver: () => boolean,
  text = () => `said ${trial.dice.below(1e6)}`,
): Promise<void> {
  const begun = Date.now()
  for (let said = 0; !isOver(); await pause(20))
    for (; said < ((Date.now() - begun) * perSecond) / 1000; said++) {
      const device = trial.dice.pick(devices)!
      const roomId = trial.dice.pick([...device.rooms.keys()])
      if (roomId) device.say(roomId, text())
    }
}

/** Talks while something happens, and answers with what that answers. */
export async function talkDuring<T>(crowd: Crowd, perSecond: number, happening: Promise<T>): Promise<T> {
  let isOver = false
  const over = happening.finally(() => (isOver = true))
  const [result] = await Promise.all([over, talk(crowd, perSecond, () => isOver)])
  return result
}

/** Waits until every device has said and heard everything; a finding where one does not come to rest. */
export async function settle({ devices, rooms, stage, trial }: Crowd, within = 60_000): Promise<number> {
  let restless: Device[] = []
  const took = await until(
    async () => {
      restless = devices.filter(device => !device.isAtRest())
      if (restless.length > 0) return false
      const heads = await headsOf(stage, rooms)
      restless = devices.filter(({ rooms: mine, markOf }) =>
        [...mine.keys()].some(id => markOf(id) < (heads.get(id) ?? 0)),
      )
      return restless.length === 0
    },
    within,
    100,
  )
  for (const device of restless)
    trial.find(
      `${device.name} does not come to rest: ${device.isOpen() ? 'open' : 'closed'}, ` +
        `refusals ${device.refusals.slice(-3).map(({ code }) => code)}, closes ${device.closes.slice(-3)}`,
    )
  return took
}

async function headsOf({ db }: Stage, roomIds: string[]): Promise<Map<string, number>> {
  const rows = db
    .collection('messages')
    .aggregate([
      { $match: { roomId: { $in: roomIds } } },
      { $group: { _id: '$roomId', head: { $max: '$rev' } } },
    ])
  return new Map((await rows.toArray()).map(({ _id, head }) => [_id as string, head as number]))
}

/** Settles, reads everything back as newcomers at each node do, and holds it all against the archive. */
async function judge(crowd: Crowd): Promise<void> {
  const { stage, trial, devices } = crowd
  await settle(crowd)
  const first = devices.filter((one, n) => devices.findIndex(({ person }) => person === one.person) === n)
  const fresh = first.map((device, n) =>
    addDevice(
      crowd,
      device.person,
      [...device.rooms.keys()],
      () => urlOf(nodeFor(stage, n + 1), 'ws'),
      `new${n}`,
    ),
  )
  await settle({ ...crowd, devices: fresh })
  const archive = await readArchive(crowd)
  const history: History = { ...crowd, archive, viewers: [...devices, ...fresh] }
  const breaches = check(history)
  for (const breach of breaches.slice(0, 5))
    trial.find([`${breach.kind}: ${breach.text}`, ...trace(history, breach)].join('\n      '))
  if (breaches.length > 5) trial.find(`and ${breaches.length - 5} breaches more`)
  for (const device of fresh) device.end()
  trial.measure('acks', crowd.acks.length)
  trial.measure('screens', history.viewers.length)
}

/** The rooms as they are stored, by place. */
async function readArchive({ stage, rooms: ids }: Crowd): Promise<History['archive']> {
  const rows = await stage.db
    .collection('messages')
    .find({ roomId: { $in: ids } }, { sort: { roomId: 1, seq: 1 } })
    .toArray()
  return rows.map(row => ({
    id: String(row._id),
    roomId: row.roomId as string,
    seq: row.seq as number,
    senderId: row.senderId as string,
    clientId: row.clientId as string,
    isSaid: row.type !== 'system',
  }))
}

/** Asks the other nodes for what was just acked, again and again until `isOver`: senders read their own writes. */
export async function readOwn(crowd: Crowd, isOver: () => boolean): Promise<void> {
  const { acks, readings, people, stage } = crowd
  for (let last = 0; !isOver(); await pause(50)) {
    const ack = acks.at(-1)
    if (!ack || acks.length === last) continue
    last = acks.length
    const node = nodeFor(stage, last)
    const { token } = people.find(({ id }) => id === ack.senderId)!
    const headers = { authorization: `Bearer ${token}` }
    const answer = await fetch(`${urlOf(node)}/api/messages/${ack.id}`, { headers }).catch(() => null)
    if (answer && answer.status < 500)
      readings.push({ ...ack, device: 'its sender', wasFound: answer.ok, at: Date.now() })
  }
}

/** Notes how long devices were without what others said, and how long their sends took. */
function measureCrowd({ trial, devices }: Crowd): void {
  const resumes = devices.flatMap(one => one.resumes.slice(1))
  trial.time('resume p99 ms', quantile(resumes, 0.99), 3000)
  trial.measure('resumes', resumes.length)
  const answers = devices.flatMap(one => one.answers.map(({ took }) => took))
  trial.measure('ack p99 ms', quantile(answers, 0.99))
}

/** Opens a crowd, does something with it, holds everything against the archive, and switches it off. */
export async function withCrowd(
  trial: Trial,
  stage: Stage,
  act: (crowd: Crowd) => Promise<unknown>,
  size?: Size,
): Promise<void> {
  const crowd = await openCrowd(stage, trial, size)
  try {
    await act(crowd)
    await judge(crowd)
    measureCrowd(crowd)
  } finally {
    for (const device of crowd.devices) device.end()
  }
}
