/** Profiles: reading and changing how people appear. */
import { profiles, type Self } from '@community-chat/shared/capabilities/profiles/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import { allow } from '../../kernel/authorize'
import type { Handler, Personal } from '../../kernel/capability'
import type { Context } from '../../kernel/context'
import { everyNodeHasLooked } from '../../kernel/lease'
import { peopleOf, profileOf, unknownPerson } from './api'
import { change } from './change'
import { changed } from './events'
import { type ProfileDoc, Profiles } from './model'
import { written } from './neighbours'
import { presentPage } from './present'

const { routes } = profiles

/** Who the caller is. */
export const me: Handler<typeof routes.me> = async ctx => self(ctx, await own(ctx))

/** Changes what is given of the caller's profile; letters that were not chosen follow the name. */
export const update: Handler<typeof routes.update> = async (ctx, wanted) =>
  self(ctx, await change(ctx, ctx.userId, wanted))

/** Someone's page: everyone signed in may see it. */
export const get: Handler<typeof routes.get> = async (ctx, { userId }) => {
  allow(ctx)
  const profile = await profileOf(userId)
  if (!profile) throw fault('not_found')
  return profile
}

/** Several people at once. */
export const getMany: Handler<typeof routes.getMany> = async (ctx, { userIds }) => {
  allow(ctx)
  return { items: [...(await peopleOf(userIds)).values()] }
}

/** Profiles answers for the profile alone. */
export const personal: Personal = {
  async erase(ctx, userId) {
    const nobody = { displayName: '?', nameKey: '', username: '?', usernameKey: '', letters: '?' }
    const doc = await Profiles.findOneAndUpdate(
      { _id: userId },
      { $set: { ...nobody, bio: '', status: null }, $currentDate: { changedAt: true } },
      { returnDocument: 'after' },
    ).lean()
    if (!doc) return
    // A row that is gone tells nobody: devices and other nodes learn first that there is no name any more.
    written(doc)
    await ctx.emit(changed, { person: unknownPerson(userId) })
    await everyNodeHasLooked()
    await Profiles.deleteOne({ _id: userId })
  },
  export: userId => Profiles.findById(userId).lean(),
}

async function own(ctx: Context): Promise<ProfileDoc> {
  const doc = await Profiles.findById(ctx.userId).lean()
  if (!doc) throw fault('not_found')
  return doc
}

const self = (ctx: Context, doc: ProfileDoc): Self => ({
  ...presentPage(doc),
  username: doc.username,
  isAdmin: ctx.isAdmin,
})
