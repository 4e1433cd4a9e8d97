/** Finding who is in a room by the name they show. */
import type { Member } from '@community-chat/shared/capabilities/rooms/contract'
import { named, peopleOf } from '../profiles/api'
import { memberIdsOf, membersAmong } from './api'
import { Members, type RoomDoc } from './model'
import { presentMembers } from './present'

/** In rooms up to this size every name is looked at, in larger ones those that the index of names finds. */
const smallUpTo = 300
const batch = 200
/** Batches of names that are looked at for a large room; where its people are rare among all, some are missed. */
const mostBatches = 10

/** At most `limit` members of whose name the query is the beginning, in small rooms any part; by name. */
export async function findMembers(
  { _id, memberCount }: RoomDoc,
  query: string,
  limit: number,
): Promise<Member[]> {
  const ids = memberCount <= smallUpTo ? await inSmall(_id, query) : await inLarge(_id, query, limit)
  const rows = await Members.find({ roomId: _id, userId: { $in: ids.slice(0, limit) }, left: false }).lean()
  const byId = new Map(rows.map(row => [row.userId, row]))
  const found = ids.slice(0, limit).map(id => byId.get(id))
  return presentMembers(found.filter(row => row !== undefined))
}

async function inSmall(roomId: string, query: string): Promise<string[]> {
  const wanted = query.toLowerCase()
  const people = [...(await peopleOf(await memberIdsOf(roomId))).values()]
  return people
    .map(({ id, displayName }) => ({ id, name: displayName.toLowerCase() }))
    .filter(({ name }) => name.includes(wanted))
    .sort((a, b) => rank(a.name, wanted) - rank(b.name, wanted) || (a.name < b.name ? -1 : 1))
    .map(({ id }) => id)
}

/** A name that begins with what is wanted comes before one that has it elsewhere. */
const rank = (name: string, wanted: string): number => (name.startsWith(wanted) ? 0 : 1)

async function inLarge(roomId: string, query: string, limit: number): Promise<string[]> {
  const found: string[] = []
  let place: readonly [string, string] = ['', '']
  for (let i = 0; i < mostBatches && found.length < limit; i++) {
    const rows = await named(query, place, batch)
    const inside = await membersAmong(
      roomId,
      rows.map(({ person }) => person.id),
    )
    found.push(...rows.flatMap(({ person }) => (inside.has(person.id) ? person.id : [])))
    if (rows.length < batch) break
    place = rows.at(-1)!.place
  }
  return found
}
