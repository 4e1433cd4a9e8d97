/** Finding people: first by the name they show, then by the one they sign in with. */
import type { profiles } from '@community-chat/shared/capabilities/profiles/contract'
import type { Handler } from '../../kernel/capability'
import { cursorsOf } from '../../kernel/page'
import { type ProfileDoc, Profiles } from './model'
import { present } from './present'

type Key = 'nameKey' | 'usernameKey'
const cursors = cursorsOf('profiles.find', 'text', 'text', 'text')

/** People whose shown name begins with the query, then those of whom only the sign-in name does. */
export const find: Handler<typeof profiles.routes.find> = async (_ctx, { query, cursor, limit }) => {
  const begin = query.toLowerCase()
  const [phase, after, id] = cursors.from(cursor, ['nameKey', '', ''])
  const rows: { key: Key; doc: ProfileDoc }[] = []
  if (phase === 'nameKey') rows.push(...(await slice('nameKey', begin, after, id, limit + 1)))
  if (rows.length <= limit) {
    const [fromKey, fromId] = phase === 'nameKey' ? ['', ''] : [after, id]
    const others = [{ nameKey: { $lt: begin } }, { nameKey: { $gte: endOf(begin) } }]
    rows.push(...(await slice('usernameKey', begin, fromKey, fromId, limit + 1, { $and: [{ $or: others }] })))
  }
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const next = rows.length > limit && last ? cursors.to(last.key, last.doc[last.key], last.doc._id) : null
  return { items: shown.map(({ doc }) => present(doc)), next }
}

async function slice(
  key: Key,
  begin: string,
  after: string,
  id: string,
  limit: number,
  also: object = {},
): Promise<{ key: Key; doc: ProfileDoc }[]> {
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
