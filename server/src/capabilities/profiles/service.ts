/** Profiles: reading and changing how people appear. */
import { profiles, type Self } from '@community-chat/shared/capabilities/profiles/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import { allow } from '../../kernel/authorize'
import type { Handler, Personal } from '../../kernel/capability'
import type { Context } from '../../kernel/context'
import { everyNodeHasLooked } from '../../kernel/nodes/lease'
import { peopleOf, profileOf, unknownPerson } from './api'
import { change } from './change'
import { changed } from './events'
import { Pictures, type ProfileDoc, Profiles } from './model'
import { written } from './neighbours'
import { changePicture } from './picture'
import { pictureFrom } from './pixels'
import { presentPage } from './present'

const { routes } = profiles

/** Who the caller is. */
export const me: Handler<typeof routes.me> = async ctx => self(ctx, await own(ctx))

/** Changes what is given of the caller's profile; letters that were not chosen follow the name. */
export const update: Handler<typeof routes.update> = async (ctx, wanted) =>
  self(ctx, await change(ctx, ctx.userId, wanted))

/** Shows a picture instead of the caller's letters. */
export const setPicture: Handler<typeof routes.setPicture> = async (ctx, { picture }) =>
  self(ctx, await changePicture(ctx, ctx.userId, await pictureFrom(picture)))

/** Shows the caller's letters again. */
export const removePicture: Handler<typeof routes.removePicture> = async ctx =>
  self(ctx, await changePicture(ctx, ctx.userId, null))

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

/** Profiles answers for the profile and its picture. */
export const personal: Personal = {
  async erase(ctx, userId) {
    await eraseProfile(ctx, userId)
    // Last, so that a picture which came meanwhile goes too.
    await Pictures.deleteMany({ userId })
  },
  async export(userId) {
    const doc = await Profiles.findById(userId).lean()
    const picture = doc?.picture ? await Pictures.findById(doc.picture) : null
    return doc && { ...doc, picture: picture?.bytes.toString('base64') ?? null }
  },
}

async function eraseProfile(ctx: Context, userId: string): Promise<void> {
  const nobody = { displayName: '?', nameKey: '', prefixes: [], username: '?', usernameKey: '', letters: '?' }
  const doc = await Profiles.findOneAndUpdate(
    { _id: userId },
    { $set: { ...nobody, bio: '', status: null, picture: null }, $currentDate: { changedAt: true } },
    { returnDocument: 'after' },
  ).lean()
  if (!doc) return
  // A row that is gone tells nobody: devices and other nodes learn first that there is no name any more.
  written(doc)
  await ctx.emit(changed, { person: unknownPerson(userId) })
  await everyNodeHasLooked()
  await Profiles.deleteOne({ _id: userId })
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
