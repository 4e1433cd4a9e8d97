/** What other nodes saw of people, and what those that died left behind. */
import { nodesKnown, thisNode } from '../../kernel/nodes/lease'
import { lookAt } from '../../kernel/nodes/look'
import * as topics from '../../kernel/sockets/topics'
import { rewrite, sightingHere, writeLastSeen } from './here'
import { type ChoiceDoc, Choices, type SightingDoc, Sightings } from './model'
import { note, tell } from './rounds'

const atOnce = 500
const sightings = lookAt<SightingDoc>(() => Sightings)
const choices = lookAt<ChoiceDoc>(() => Choices)
/** Dead nodes whose people have been let go, with when each was last heard of. */
const buried = new Map<string, number>()

/** Tells the watchers here of everyone who came, went or changed on another node. */
export async function catchUp(): Promise<void> {
  for (const [nodeId, { lives, heardAt }] of await nodesKnown()) {
    if (lives || buried.get(nodeId) === heardAt.getTime()) continue
    await letGo(nodeId, heardAt)
    buried.set(nodeId, heardAt.getTime())
  }
  const rows = await sightings.news()
  // Others took this node for dead while it only slept: its people are here.
  for (const { userId, nodeId, leftAt } of rows) {
    if (nodeId !== thisNode() || !leftAt || sightingHere(userId)?.leftAt !== null) continue
    rewrite(userId)
    note(userId)
  }
  const changed = [...rows.map(row => row.userId), ...(await choices.news()).map(doc => doc._id)]
  await tell([...new Set(changed)].filter(topics.isWatched))
}

/** Lets go of everyone whom nodes of an earlier time left behind. */
export async function buryTheDead(): Promise<void> {
  const known = await nodesKnown()
  const groups = await Sightings.aggregate<{ _id: string; at: Date }>([
    { $match: { leftAt: null } },
    { $group: { _id: '$nodeId', at: { $max: '$changedAt' } } },
  ])
  for (const { _id, at } of groups) {
    const node = known.get(_id)
    if (!node?.lives) await letGo(_id, node?.heardAt ?? at)
  }
}

/** The people of a dead node left when it was last heard of. */
async function letGo(nodeId: string, heardAt: Date): Promise<void> {
  for (;;) {
    const rows = await Sightings.find({ nodeId, leftAt: null }).limit(atOnce).lean()
    if (rows.length === 0) return
    await writeLastSeen(rows.map(({ userId }) => ({ userId, leftAt: heardAt.getTime() })))
    await Sightings.updateMany(
      { _id: { $in: rows.map(row => row._id) }, leftAt: null },
      { $set: { leftAt: heardAt }, $currentDate: { changedAt: true } },
    )
  }
}
