/** The directory: public communities by category and words, and those that are mine. */
import type { communities } from '@community-chat/shared/capabilities/communities/contract'
import type { Parsed } from '@community-chat/shared/protocol/contract'
import { allow } from '../../kernel/authorize'
import type { Handler } from '../../kernel/capability'
import { cursorsOf, endOfTime, pageOf } from '../../kernel/page'
import { idsOf } from './api'
import { Communities, type CommunityDoc } from './model'
import { filterOf, isFound } from '../profiles/api'
import { presentFor } from './present'

type Route = (typeof communities)['routes']['list']
type Wanted = Parsed<Route>
interface Place {
  value: number
  id: string
}

/** Each order has its own cursors: a place in one means nothing in another. */
const cursors = {
  members: cursorsOf('communities.list.members', 'time', 'text'),
  activity: cursorsOf('communities.list.activity', 'time', 'text'),
}
const valueOf = {
  members: (doc: CommunityDoc) => doc.memberCount ?? 0,
  activity: (doc: CommunityDoc) => (doc.activeAt ?? doc.createdAt).getTime(),
}

/** One page of the directory, or of the caller's own communities. One that nobody is in is not shown. */
export const list: Handler<Route> = async (ctx, wanted) => {
  allow(ctx)
  const { sort, limit, mine } = wanted
  const [value, id] = cursors[sort].from(wanted.cursor, [endOfTime, ''])
  const docs = await (mine ? ownPage(ctx.userId, wanted, { value, id }) : publicPage(wanted, { value, id }))
  const shown = await presentFor(ctx.userId, docs.slice(0, limit))
  return pageOf(
    docs,
    limit,
    doc => cursors[sort].to(valueOf[sort](doc), doc._id),
    doc => shown[docs.indexOf(doc)]!,
  )
}

async function publicPage({ query, category, sort, limit }: Wanted, { value, id }: Place) {
  const words = query ? filterOf(query) : {}
  if (!words) return []
  const key = sort === 'members' ? 'memberCount' : 'activeAt'
  const at = sort === 'members' ? value : new Date(value)
  const docs = await Communities.find({
    visibility: 'public',
    ...(category ? { category } : {}),
    ...words,
    memberCount: { $gt: 0 },
    [key]: { ...(sort === 'members' ? { $gt: 0 } : {}), $lte: at },
    $or: [{ [key]: { $lt: at } }, { _id: { $lt: id } }],
  })
    .sort({ [key]: -1, _id: -1 })
    .limit(limit + 1)
    .lean<CommunityDoc[]>()
  return docs
}

/** Mine are at most 1,000: they are sorted here. */
async function ownPage(userId: string, { query, category, sort, limit }: Wanted, { value, id }: Place) {
  const docs = await Communities.find({ _id: { $in: await idsOf(userId) } }).lean<CommunityDoc[]>()
  const by = valueOf[sort]
  return docs
    .filter(doc => !category || doc.category === category)
    .filter(doc => !query || isFound(query, { nameKey: doc.nameKey ?? '', prefixes: doc.prefixes ?? [] }))
    .filter(doc => by(doc) < value || (by(doc) === value && doc._id < id))
    .sort((a, b) => by(b) - by(a) || (a._id < b._id ? 1 : -1))
    .slice(0, limit + 1)
}
