/** Everybody's connections, and who among them speaks and who listens closely. */
import { type Link, openLink } from './link'
import type { Opened, World } from './system'

/** The connections of a world. */
export interface Crowd {
  opened: Opened
  world: World
  /** By person. */
  links: Link[]
  /** By room: those who speak, all of whom listen closely, and everybody who does. */
  speakers: number[][]
  close: number[][]
  /** The connection on which a person speaks. */
  voice: (person: number) => Link
  leave: () => void
}

/** How many of each room speak, and how many more listen closely. */
export interface Roles {
  speakers: number
  listeners: number
}

const openingAtOnce = 100

/** Opens everybody's connection, and waits until all of them hear their rooms. */
export async function openCrowd(opened: Opened, world: World, roles: Roles): Promise<Crowd> {
  const people = Array.from({ length: world.people }, (_, person) => person)
  const links = await eachAtOnce(people, openingAtOnce, person => openLink(openingOf(opened, person)))
  const close = world.rooms.map(members => spread(members, roles.speakers + roles.listeners))
  const speakers = close.map(some => spread(some, roles.speakers))
  const voices = await openVoices(opened, speakers.flat())
  return {
    ...{ opened, world, links, speakers, close },
    voice: person => voices.get(person) ?? links[person]!,
    leave: () => [...links, ...voices.values()].forEach(link => link.cut()),
  }
}

/** How a person's connection begins. */
export function openingOf({ port, wire }: Opened, person: number) {
  const { framing, upgrades, pong, letter, first } = wire
  return {
    port,
    framing,
    upgrades,
    pong,
    letter,
    first,
    greeting: wire.greeting(person),
    open: wire.open(person),
  }
}

async function openVoices({ port, wire }: Opened, people: number[]): Promise<Map<number, Link>> {
  const { framing, upgrades, speaker: greeting } = wire
  if (!greeting) return new Map()
  const links = await eachAtOnce(people, openingAtOnce, () =>
    openLink({ port, framing, upgrades, greeting, open: () => true }),
  )
  return new Map(people.map((person, i) => [person, links[i]!]))
}

/** Does something for each, so many at once; the answers in the order of the list. */
export async function eachAtOnce<T, R>(
  list: readonly T[],
  atOnce: number,
  work: (one: T) => Promise<R>,
): Promise<R[]> {
  const done: R[] = []
  let next = 0
  const worker = async () => {
    while (next < list.length) {
      const place = next++
      done[place] = await work(list[place]!)
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, list.length) }, worker))
  return done
}

/** So many of a list, as far from one another as they can be. */
export const spread = <T>(list: readonly T[], count: number): T[] =>
  Array.from({ length: Math.min(count, list.length) }, (_, i) => list[Math.floor((i * list.length) / count)]!)
