/** How people appear to others right now, put together from this node and the store. */
import type { Presence } from '@community-chat/shared/capabilities/presence/contract'
import { statusAt } from '@community-chat/shared/capabilities/profiles/person'
import { peopleOf } from '../profiles/api'
import { sightingHere } from './here'
import { Choices, sightingId, Sightings } from './model'
import { thisNode } from '../../kernel/nodes/lease'
import { appearance, type Sighting } from './policy'

/** Someone as others see them, and when that will change by itself. */
export interface View {
  presence: Presence
  until: number | null
}

/** These people as others see them, `grace` in milliseconds; unknown ones are absent. At most a few hundred. */
export async function viewsOf(userIds: readonly string[], grace: number): Promise<Map<string, View>> {
  // What is here is looked at before the store is: what leaves memory meanwhile is in the store.
  const own = new Map(userIds.map(id => [sightingId(id, thisNode()), sightingHere(id)]))
  const $in = [...userIds]
  const [rows, choices, people] = await Promise.all([
    Sightings.find({ userId: { $in } }).lean(),
    Choices.find({ _id: { $in } }).lean(),
    peopleOf($in),
  ])
  const sightings = new Map<string, Sighting[]>(userIds.map(id => [id, []]))
  for (const { _id, userId, active, leftAt } of rows)
    if (!own.get(_id)) sightings.get(userId)!.push({ active, leftAt: leftAt?.getTime() ?? null })
  for (const id of userIds) {
    const one = own.get(sightingId(id, thisNode()))
    if (one) sightings.get(id)!.push(one)
  }
  const now = Date.now()
  const chosen = new Map(choices.map(doc => [doc._id, doc]))
  const known = userIds.flatMap(id => people.get(id) ?? [])
  const views = known.map(({ id, status }): [string, View] => {
    const doc = chosen.get(id)
    const { until, tellsLastSeen, ...shown } = appearance(
      doc?.choice ?? 'online',
      sightings.get(id)!,
      now,
      grace,
    )
    const custom = statusAt(status, now)
    const ends = custom?.until ? Date.parse(custom.until) : null
    return [
      id,
      {
        presence: {
          userId: id,
          ...shown,
          ...(custom ? { customStatus: custom.text } : {}),
          ...(tellsLastSeen && doc?.lastSeenAt ? { lastSeenAt: doc.lastSeenAt.toISOString() } : {}),
        },
        until: until === null ? ends : Math.min(until, ends ?? until),
      },
    ]
  })
  return new Map(views)
}
