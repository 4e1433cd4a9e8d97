/** Communities: the places that hold rooms. */
import type { communities } from '@community-chat/shared/capabilities/communities/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import { allow } from '../../kernel/authorize'
import type { Handler, Personal } from '../../kernel/capability'
import { cursorsOf, pageOf } from '../../kernel/page'
import { welcomeId } from './api'
import { Communities, type CommunityDoc } from './model'

const cursors = cursorsOf('communities.list', 'time', 'text')

type Routes = (typeof communities)['routes']

/** All communities of this server, oldest first; everyone signed in may see them. */
export const list: Handler<Routes['list']> = async (ctx, { cursor, limit }) => {
  allow(ctx)
  const [at, id] = cursors.from(cursor, [0, ''])
  const after = { $or: [{ createdAt: { $gt: new Date(at) } }, { createdAt: new Date(at), _id: { $gt: id } }] }
  const docs = await Communities.find({ createdAt: { $gte: new Date(at) }, ...after })
    .sort({ createdAt: 1, _id: 1 })
    .limit(limit + 1)
    .lean<CommunityDoc[]>()
  return pageOf(docs, limit, doc => cursors.to(doc.createdAt.getTime(), doc._id), present)
}

/** One community. */
export const get: Handler<Routes['get']> = async (ctx, { communityId }) => {
  allow(ctx)
  const doc = await Communities.findById(communityId).lean<CommunityDoc>()
  if (!doc) throw fault('not_found')
  return present(doc)
}

/** A new server has a community to start with. */
export async function makeWelcome(): Promise<void> {
  await Communities.updateOne(
    { _id: welcomeId },
    { $setOnInsert: { name: 'Welcome', ownerId: null } },
    { upsert: true },
  )
}

/** The first person of a new server owns its community: one atomic update decides who was first. */
export async function claim({ userId }: { userId: string }): Promise<void> {
  await Communities.updateOne({ _id: welcomeId, ownerId: null }, { $set: { ownerId: userId } })
}

/** A community outlives its owner. */
export const personal: Personal = {
  erase: async (_ctx, userId) =>
    void (await Communities.updateMany({ ownerId: userId }, { $set: { ownerId: null } })),
  export: async () => ({}),
}

const present = (doc: CommunityDoc) => ({
  id: doc._id,
  name: doc.name,
  description: doc.description ?? '',
  ownerId: doc.ownerId ?? null,
  createdAt: doc.createdAt.toISOString(),
})
