/** What is measured: a server with rooms, and how its clients talk to it. */
import type { Heard } from './check'
import type { Framing, Letter } from './framing'
import type { Profile } from './profile'

/** Who is there: so many people, and of each room the numbers of those in it. */
export interface World {
  people: number
  rooms: number[][]
}

/** What a client that listens closely was told. */
export type Told =
  ({ is: 'message' } & Heard) | { is: 'answer'; n?: number } | { is: 'refusal'; why: string } | null

/** How the clients of a system talk. */
export interface Wire {
  framing: Framing
  upgrades: boolean
  pong?: Buffer
  /** What tells messages from other frames that listeners get. */
  letter?: Letter
  greeting: (person: number) => Buffer
  /** Said once the request that upgrades is answered. */
  first?: Buffer
  /** Answers a frame of the opening; true once the person hears their rooms. */
  open: (person: number) => (payload: Buffer, say: (bytes: Buffer) => void) => boolean
  say: (room: number, sender: number, n: number, text: string) => Buffer
  /** What a frame tells a person; an answer without n is that to the oldest not answered yet. */
  read: (payload: Buffer) => Told
  /** Whether a sender is answered apart from the message itself; where not, their own message is the answer. */
  answers: boolean
  /** What opens a connection that only speaks, where one that hears cannot; its answers come in order. */
  speaker?: Buffer
  /** How one who comes back asks for what was said above a counter, and how much of it a frame brings; null: none. */
  resume?: { ask: (room: number, rev: number) => Buffer; count: (payload: Buffer) => number | null }
}

/** A system that runs. */
export interface Opened {
  port: number
  wire: Wire
  /** Processor seconds: of the server, and of what it keeps things in where that is another program. */
  cpu: () => { server: number; database: number }
  /** Megabytes of the server after its garbage is collected, where it has such. */
  memory: () => Promise<number>
  /** Where its time goes while `work` runs, where it was started for that. */
  profile?: (work: () => Promise<void>) => Promise<Profile>
  stop: () => Promise<void>
}

/** Something to be measured. */
export interface System {
  name: string
  /** Opens it with these people and rooms; null where it is not on this machine. */
  open: (world: World) => Promise<Opened | null>
}

/** The rooms of each person. */
export function roomsOf({ people, rooms }: World): number[][] {
  const all: number[][] = Array.from({ length: people }, () => [])
  rooms.forEach((members, room) => members.forEach(person => all[person]!.push(room)))
  return all
}

/** So many rooms of so many people each, nobody in two. */
export const separateRooms = (rooms: number, size: number): World => ({
  people: rooms * size,
  rooms: Array.from({ length: rooms }, (_, room) => Array.from({ length: size }, (_, i) => room * size + i)),
})

/** The core of what is measured, and that of the clients and of the database. */
export const serverCore = '0'
export const clientCore = '1'
