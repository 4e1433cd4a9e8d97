/** Profiles: reading and changing how people appear. */
import { profiles, type Self } from '@community-chat/shared/capabilities/profiles/contract'
import { avatarLetters } from '@community-chat/shared/capabilities/profiles/person'
import { fault } from '@community-chat/shared/protocol/faults'
import { allow } from '../../kernel/authorize'
import type { Handler, Personal } from '../../kernel/capability'
import { ask } from '../../kernel/checks'
import type { Context } from '../../kernel/context'
import { changed, changing, peopleOf } from './api'
import { type ProfileDoc, Profiles } from './model'
import { present } from './present'

const { routes } = profiles

/** Who the caller is. */
export const me: Handler<typeof routes.me> = async ctx => self(ctx, await own(ctx))

/** Changes the caller's name or avatar; letters that were not chosen follow the name. */
export const update: Handler<typeof routes.update> = async (ctx, { displayName, avatar }) => {
  const { value } = await ask(ctx, changing, { userId: ctx.userId, displayName, letters: avatar?.letters })
  const before = await own(ctx)
  const name = value.displayName ?? before.displayName
  const letters = value.letters ?? (before.ownLetters ? before.letters : avatarLetters(name))
  const doc = await Profiles.findOneAndUpdate(
    { _id: ctx.userId },
    {
      $set: {
        displayName: name,
        nameKey: name.toLowerCase(),
        letters,
        colour: avatar?.colour ?? before.colour,
        ownLetters: before.ownLetters || avatar !== undefined,
      },
    },
    { returnDocument: 'after' },
  ).lean()
  if (!doc) throw fault('not_found')
  await ctx.emit(changed, { person: present(doc) })
  return self(ctx, doc)
}

/** Someone's page: everyone signed in may see it. */
export const get: Handler<typeof routes.get> = async (ctx, { userId }) => {
  allow(ctx)
  const doc = await Profiles.findById(userId).lean()
  if (!doc) throw fault('not_found')
  return present(doc)
}

/** Several people at once. */
export const getMany: Handler<typeof routes.getMany> = async (ctx, { userIds }) => {
  allow(ctx)
  return { items: [...(await peopleOf(userIds)).values()] }
}

/** Profiles answers for the profile alone. */
export const personal: Personal = {
  erase: async (_ctx, userId) => void (await Profiles.deleteOne({ _id: userId })),
  export: userId => Profiles.findById(userId).lean(),
}

async function own(ctx: Context): Promise<ProfileDoc> {
  const doc = await Profiles.findById(ctx.userId).lean()
  if (!doc) throw fault('not_found')
  return doc
}

const self = (ctx: Context, doc: ProfileDoc): Self => ({
  ...present(doc),
  username: doc.username,
  isAdmin: ctx.isAdmin,
})
