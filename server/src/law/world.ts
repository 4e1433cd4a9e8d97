/** The people, rooms and devices of one seed, and what they do by hand. */
import { accounts } from '@community-chat/shared/capabilities/accounts/contract'
import { rooms } from '@community-chat/shared/capabilities/rooms/contract'
import type { Input, Output, Route } from '@community-chat/shared/protocol/contract'
import { Fault } from '@community-chat/shared/protocol/faults'
import { callHttp } from '../testing/person'
import { chance, type Chance } from './chance'
import type { Cluster } from './cluster'
import { openLine } from './line'
import { type Person, Phone, type Tamper } from './phone'
import { type Stay, Witness } from './witness'

/** public: anyone joins and leaves. circle: newcomers see only what is said after them. hall: everyone stays. */
export interface Places {
  square: string
  circle: string
  hall: string
}

export interface World {
  seed: number
  cluster: Cluster
  dice: Chance
  witness: Witness
  owner: Person
  people: Person[]
  phones: Phone[]
  places: Places
  /** What is still under way. */
  pending: Set<Promise<unknown>>
  /** Person and room whose coming or going is under way. */
  moving: Set<string>
}

/** Signs people up, makes their rooms and switches their phones on. */
export async function openWorld(cluster: Cluster, seed: number, tamper?: () => Tamper): Promise<World> {
  const dice = chance(seed)
  const witness = new Witness()
  const people: Person[] = []
  for (const name of ['olga', 'ann', 'bob', 'cy']) people.push(await signUp(cluster, name))
  const [owner, ann, bob, cy] = people as [Person, Person, Person, Person]
  const make = async (input: Input<typeof rooms.routes.create>) =>
    (await byHand(cluster, 0, owner, rooms.routes.create, input)).id
  const places = {
    square: await make({ name: 'square', type: 'public_room', memberIds: [ann.id, bob.id] }),
    circle: await make({ name: 'circle', settings: { history: 'joined' }, memberIds: [ann.id, cy.id] }),
    hall: await make({ name: 'hall', memberIds: [ann.id, bob.id, cy.id] }),
  }
  const world: World = {
    seed,
    cluster,
    dice,
    witness,
    owner,
    people,
    places,
    phones: [],
    pending: new Set(),
    moving: new Set(),
  }
  for (const person of people)
    for (const roomId of Object.values(places)) {
      const stay = await stayOf(world, person.id, roomId)
      if (stay) witness.stays.push(stay)
    }
  // Two devices each, on two nodes.
  for (const [index, person] of people.flatMap(one => [one, one]).entries()) {
    let phone: Phone
    const line = await openLine(() => cluster.nodes[phone.node]!.port)
    const name = `${person.name}${index}-${seed}`
    const parts = {
      name,
      person,
      line,
      witness,
      node: index % cluster.nodes.length,
      dice: chance(seed + index),
    }
    phone = new Phone({ ...parts, ...(tamper ? { tamper: tamper() } : {}) })
    world.phones.push(phone)
  }
  return world
}

/** One of the rooms; most is said in the one where everyone stays. */
export const somewhere = ({ places }: World, dice: Chance): string =>
  dice.pick([places.hall, places.hall, places.square, places.circle])!

/** Switches everything off. */
export async function closeWorld({ phones }: World): Promise<void> {
  await Promise.all(phones.map(phone => phone.end()))
}

/** Calls a route over HTTP at one node, without a line between. */
export const byHand = <R extends Route<any, any>>(
  cluster: Cluster,
  node: number,
  { token }: Person,
  route: R,
  input: Input<R>,
): Promise<Output<R>> =>
  callHttp({ url: `http://127.0.0.1:${cluster.nodes[node]!.port}` }, route, input, token)

/** Keeps calling, at either node, until one says yes or no; true where it says yes. */
export async function insist<R extends Route<any, any>>(
  { cluster, witness }: World,
  person: Person,
  route: R,
  input: Input<R>,
  node: number,
): Promise<boolean> {
  for (let tries = 0; tries < 100; tries++) {
    try {
      await byHand(cluster, (node + tries) % cluster.nodes.length, person, route, input)
      return true
    } catch (error) {
      if (error instanceof Fault && error.status < 500) return false
      await new Promise(resolve => setTimeout(resolve, 100))
    }
  }
  witness.findings.push(`${route.name} was never answered`)
  return false
}

/** Someone's present place in a room as it is stored, as a stay that has not ended. */
export async function stayOf({ cluster }: World, userId: string, roomId: string): Promise<Stay | null> {
  const row = await cluster.db.collection('members').findOne({ roomId, userId, left: false })
  return row ? { userId, roomId, fromSeq: row.fromSeq as number, until: Infinity } : null
}

/** A room's highest value in the store. */
export async function headOf({ cluster }: World, roomId: string): Promise<number> {
  const [newest] = await cluster.db
    .collection('messages')
    .find({ roomId })
    .sort({ rev: -1 })
    .limit(1)
    .toArray()
  return (newest?.rev as number | undefined) ?? 0
}

/** Somebody new. */
export async function signUp(cluster: Cluster, name: string): Promise<Person> {
  const username = `${name}-${Math.random().toString(36).slice(2, 10)}`
  const url = `http://127.0.0.1:${cluster.nodes[0]!.port}`
  const input = { username, password: `password of ${name}`, displayName: name }
  const session = await callHttp({ url }, accounts.routes.signup, input)
  return { name, id: session.user.id, token: session.accessToken }
}
