/** Finding people: by their id, by the name they show, by a word inside it, and by the name they sign in with. */
import type { profiles } from '@community-chat/shared/capabilities/profiles/contract'
import type { Handler } from '../../kernel/capability'
import { ask } from '../../kernel/checks'
import type { Context } from '../../kernel/context'
import { cursorsOf } from '../../kernel/page'
import { finding } from './events'
import { type ProfileDoc, Profiles } from './model'
import { filterOf } from './prefixes'
import { present } from './present'

/** One way to be found, in their order; who is found by an earlier one is left out of the later ones. */
interface Way {
  name: string
  key: 'nameKey' | 'usernameKey'
  filter: object
  /** Not found by the ways before. */
  others: object
}
type Place = readonly [way: string, after: string, id: string]
interface Row {
  way: string
  after: string
  doc: ProfileDoc
}
const cursors = cursorsOf('profiles.find', 'text', 'text', 'text')

/** Times that a page is filled up again because people on it must not be found; then it is short. */
const mostTries = 5

/** One page of people. */
export const find: Handler<typeof profiles.routes.find> = async (ctx, { query, cursor, limit }) => {
  const ways = waysOf(query)
  let place: Place = cursors.from(cursor, [ways[0]!.name, '', ''])
  const shown: Row[] = []
  for (let tries = 0; tries < mostTries; tries++) {
    const wanted = limit - shown.length
    const rows = await from(ways, place, wanted + 1)
    const seen = rows.slice(0, wanted)
    const last = seen.at(-1)
    shown.push(...(await findable(ctx, seen)))
    if (rows.length <= wanted || !last) return { items: shown.map(({ doc }) => present(doc)), next: null }
    place = [last.way, last.after, last.doc._id]
    if (shown.length === limit) break
  }
  return { items: shown.map(({ doc }) => present(doc)), next: cursors.to(...place) }
}

function waysOf(query: string): Way[] {
  const begin = query.toLowerCase()
  const begins = (key: Way['key']) => ({ [key]: { $gte: begin, $lt: endOf(begin) } })
  const not = (key: Way['key']) => ({ $or: [{ [key]: { $lt: begin } }, { [key]: { $gte: endOf(begin) } }] })
  const inside = filterOf(query)
  const isOther = { _id: { $ne: query } }
  const unnamed = [isOther, not('nameKey')]
  const outside = inside ? [...unnamed, { $nor: [inside] }] : unnamed
  return [
    { name: 'id', key: 'nameKey', filter: { _id: query }, others: {} },
    { name: 'name', key: 'nameKey', filter: begins('nameKey'), others: { $and: [isOther] } },
    ...(inside ? [{ name: 'word', key: 'nameKey' as const, filter: inside, others: { $and: unnamed } }] : []),
    { name: 'username', key: 'usernameKey', filter: begins('usernameKey'), others: { $and: outside } },
  ]
}

/** Those of the rows that the caller may find. */
async function findable(ctx: Context, rows: Row[]): Promise<Row[]> {
  if (rows.length === 0) return rows
  const foundIds = rows.map(({ doc }) => doc._id)
  const { value } = await ask(ctx, finding, { userId: ctx.userId, foundIds })
  const ids = new Set(value.foundIds)
  return rows.filter(({ doc }) => ids.has(doc._id))
}

/** Up to `count` rows behind a place. */
async function from(ways: Way[], [name, after, id]: Place, count: number): Promise<Row[]> {
  const rows: Row[] = []
  const first = ways.findIndex(way => way.name === name)
  for (const way of ways.slice(Math.max(0, first))) {
    const [key, behind] = way.name === name ? [after, id] : ['', '']
    rows.push(...(await slice(way, key, behind, count - rows.length)))
    if (rows.length >= count) break
  }
  return rows
}

async function slice(
  { name, key, filter, others }: Way,
  after: string,
  id: string,
  limit: number,
): Promise<Row[]> {
  const behind = { $or: [{ [key]: { $gt: after } }, { [key]: after, _id: { $gt: id } }] }
  // Said apart as well, so that an index begins where the last page ended.
  const reach = { [key]: { $gte: after } }
  const docs = await Profiles.find({ $and: [filter, others, behind, reach] })
    .sort({ [key]: 1, _id: 1 })
    .limit(limit)
    .lean()
  return docs.map(doc => ({ way: name, after: doc[key], doc }))
}

const endOf = (begin: string) => `${begin}\u{10ffff}`
