/** The laws: what must hold once everything has come to rest. Each breach is a finding. */
import { isDeepStrictEqual } from 'node:util'
import type { MessageDoc } from '../capabilities/messages/model'
import { present } from '../capabilities/messages/present'
import { judgeCounts } from './counts'
import { unfinishedIn } from './own'
import { settle } from './settle'
import { type Archive, judgePerson } from './shown'
import { canonical } from './witness'
import type { World } from './world'

/** How often a world may move while it is judged: what a crash cut short is finished when a sweep comes by. */
const mostMoves = 3

/**
 * Holds a world that is at rest against the laws. One whose store changed meanwhile is judged again once it is at rest
 * again: the devices were held against what had been before.
 */
export async function judge(world: World, patience?: number): Promise<string[]> {
  const { findings } = world.witness
  const before = [...findings]
  for (let left = mostMoves; ; left--) {
    const state = await readState(world)
    const { archive, unfinished } = state
    judgeArchive(world, archive)
    judgeWitness(world, archive)
    await judgeCounts(world, archive, unfinished)
    for (const [index, person] of world.people.entries()) await judgePerson(world, archive, person, index)
    if (findings.length === before.length || left === 0 || (await isAsIt(world, state))) return findings
    findings.splice(0, findings.length, ...before)
    await restAgain(world, patience)
  }
}

/** Waits until nothing is written into a world while it comes to rest. */
async function restAgain(world: World, patience?: number): Promise<void> {
  for (let left = mostMoves; left > 0; left--) {
    const state = await readState(world)
    if (!(await settle(world, patience)) || (await isAsIt(world, state))) return
  }
}

interface State {
  archive: Archive
  unfinished: ReadonlySet<string>
}

/** What is unfinished is read first: an act that ends meanwhile shows in the archive. */
async function readState(world: World): Promise<State> {
  const unfinished = await unfinishedIn(world)
  return { unfinished, archive: await readArchive(world) }
}

/** Whether the store still holds just this. */
const isAsIt = async (world: World, state: State): Promise<boolean> =>
  isDeepStrictEqual(state, await readState(world))

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
