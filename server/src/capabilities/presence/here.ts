/** Who is connected to this node, and the writing down of it: together, once a round, never per heartbeat. */
import type { Connection } from '../../kernel/sockets/connection'
import { thisNode } from '../../kernel/nodes/lease'
import { writeInParts } from '../../kernel/store/parts'
import { Choices, sightingId, Sightings } from './model'
import type { Sighting } from './policy'

interface Here extends Sighting {
  /** Each connection, and whether the app is in front there. */
  connections: Map<Connection, boolean>
  /** When the last of those that are gone was certainly there: one that fell silent left when it did, not when that was noticed. */
  heardOfAt: number
}

const here = new Map<string, Here>()
const unwritten = new Set<string>()

/** A connection opened. Answers whether its person appears differently now. */
export function come(connection: Connection): boolean {
  const { userId } = connection.identity!
  const one = here.get(userId) ?? {
    connections: new Map<Connection, boolean>(),
    active: false,
    leftAt: 0,
    heardOfAt: 0,
  }
  here.set(userId, one)
  one.connections.set(connection, true)
  return recount(userId, one)
}

/** A connection is gone. Answers whether its person appears differently now. */
export function go(connection: Connection): boolean {
  const { userId } = connection.identity!
  const one = here.get(userId)
  if (!one?.connections.delete(connection)) return false
  const heardOfAt = connection.missed > 0 ? connection.silentSince : Date.now()
  one.heardOfAt = Math.max(one.heardOfAt, heardOfAt)
  return recount(userId, one)
}

/** The app came in front of a connection, or went. Answers whether its person appears differently now. */
export function setActive(connection: Connection, active: boolean): boolean {
  const { userId } = connection.identity!
  const one = here.get(userId)
  if (!one?.connections.has(connection)) return false
  one.connections.set(connection, active)
  return recount(userId, one)
}

/** Someone on this node; undefined where the store says all there is to say. */
export const sightingHere = (userId: string): Sighting | undefined => here.get(userId)

/** What the store says of someone here is not so: it will be written again. */
export function rewrite(userId: string): void {
  if (here.has(userId)) unwritten.add(userId)
}

/** Forgets someone for good; what their open connections still do is not written any more. */
export function forget(userId: string): void {
  here.delete(userId)
  unwritten.delete(userId)
}

/** Writes down who came, went or turned away; what could not be written waits for the next time. */
export async function write(): Promise<void> {
  const rows = [...unwritten].map(userId => ({ userId, ...here.get(userId)! }))
  if (rows.length === 0) return
  unwritten.clear()
  const nodeId = thisNode()
  const left = rows.flatMap(({ userId, leftAt }) => (leftAt === null ? [] : [{ userId, leftAt }]))
  try {
    // First, so that who is told elsewhere that somebody went is told when.
    await writeLastSeen(left)
    await writeInParts(rows, part =>
      Sightings.bulkWrite(
        part.map(({ userId, active, leftAt }) => ({
          updateOne: {
            filter: { _id: sightingId(userId, nodeId) },
            update: {
              $set: { userId, nodeId, active, leftAt: leftAt === null ? null : new Date(leftAt) },
              $currentDate: { changedAt: true },
            },
            upsert: true,
          },
        })),
        { ordered: false },
      ),
    )
    // The store knows them now; whoever came back meanwhile is to be written again and stays.
    for (const { userId, leftAt } of left) if (here.get(userId)?.leftAt === leftAt) here.delete(userId)
  } catch (error) {
    for (const { userId } of rows) rewrite(userId)
    throw error
  }
}

/** Keeps when people were last seen; a later time that is known already stays. */
export async function writeLastSeen(left: { userId: string; leftAt: number }[]): Promise<void> {
  await writeInParts(left, part =>
    Choices.bulkWrite(
      part.map(({ userId, leftAt }) => ({
        updateOne: {
          filter: { _id: userId },
          update: { $max: { lastSeenAt: new Date(leftAt) }, $currentDate: { changedAt: true } },
          upsert: true,
        },
      })),
      { ordered: false },
    ),
  )
}

function recount(userId: string, one: Here): boolean {
  const active = [...one.connections.values()].some(Boolean)
  const isThere = one.connections.size > 0
  if (isThere === (one.leftAt === null) && (active === one.active || !isThere)) return false
  // Someone who left counts as they were when they left.
  if (isThere) one.active = active
  one.leftAt = isThere ? null : one.heardOfAt
  unwritten.add(userId)
  return true
}
