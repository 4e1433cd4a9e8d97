/** The outside world as links meet it: names, and machines behind addresses. */
import { lookup } from 'node:dns/promises'

/** A machine to connect to. */
export interface Machine {
  host: string
  port: number
}

/** What a test stands in for. */
export interface Outside {
  /** All addresses of a name. */
  resolve: (name: string) => Promise<string[]>
  /** Where the machine behind a checked address is. */
  reach: (machine: Machine) => Machine
}

const world: Outside = {
  resolve: async name => (await lookup(name, { all: true, verbatim: true })).map(one => one.address),
  reach: machine => machine,
}

let present = world

/** The world as links meet it now. */
export const theWorld = (): Outside => present

/** Stands in for the world, for tests. */
export const standIn = (outside: Outside): void => void (present = outside)
