/** Finding people: first by the name they show, then by the one they sign in with. */
import type { profiles } from '@community-chat/shared/capabilities/profiles/contract'
import type { Handler } from '../../kernel/capability'
import { ask } from '../../kernel/checks'
import type { Context } from '../../kernel/context'
import { cursorsOf } from '../../kernel/page'
import { finding } from './events'
import { type ProfileDoc, Profiles } from './model'
import { present } from './present'

type Key = 'nameKey' | 'usernameKey'
type Place = readonly [phase: string, after: string, id: string]
interface Row {
  key: Key
  doc: ProfileDoc
}
const cursors = cursorsOf('profiles.find', 'text', 'text', 'text')

/** Times that a page is filled up again because people on it must not be found; then it is short. */
const mostTries = 5

/** People whose shown name begins with the query, then those of whom only the sign-in name does. */
export const find: Handler<typeof profiles.routes.find> = async (ctx, { query, cursor, limit }) => {
  const begin = query.toLowerCase()
  let place: Place = cursors.from(cursor, ['nameKey', '', ''])
  const shown: Row[] = []
  for (let tries = 0; tries < mostTries; tries++) {
    const wanted = limit - shown.length
    const rows = await from(place, begin, wanted + 1)
    const seen = rows.slice(0, wanted)
    const last = seen.at(-1)
    shown.push(...(await findable(ctx, seen)))
    if (rows.length <= wanted || !last) return { items: shown.map(({ doc }) => present(doc)), next: null }
    place = [last.key, last.doc[last.key], last.doc._id]
    if (shown.length === limit) break
  }
  return { items: shown.map(({ doc }) => present(doc)), next: cursors.to(...place) }
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
async function from([phase, after, id]: Place, begin: string, count: number): Promise<Row[]> {
  const rows = phase === 'nameKey' ? await slice('nameKey', begin, after, id, count) : []
  if (rows.length === count) return rows
  const [fromKey, fromId] = phase === 'nameKey' ? ['', ''] : [after, id]
  const others = [{ nameKey: { $lt: begin } }, { nameKey: { $gte: endOf(begin) } }]
  const rest = await slice('usernameKey', begin, fromKey, fromId, count - rows.length, {
    $and: [{ $or: others }],
  })
  return [...rows, ...rest]
}

async function slice(
  key: Key,
  begin: string,
  after: string,
  id: string,
  limit: number,
  also: object = {},
): Promise<Row[]> {
  const from = after > begin ? after : begin
  const docs = await Profiles.find({
    ...also,
    [key]: { $gte: from, $lt: endOf(begin) },
    $or: [{ [key]: { $gt: after } }, { _id: { $gt: id } }],
  })
    .sort({ [key]: 1, _id: 1 })
    .limit(limit)
    .lean()
  return docs.map(doc => ({ key, doc }))
}

const endOf = (begin: string) => `${begin}\u{10ffff}`
