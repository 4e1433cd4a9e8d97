/** Changing the picture that one appears with. */
import { fault } from '@community-chat/shared/protocol/faults'
import type { Context } from '../../kernel/context'
import { newId } from '../../kernel/id'
import { changed } from './events'
import { Pictures, type ProfileDoc, Profiles } from './model'
import { written } from './neighbours'
import { present } from './present'

/** After so many milliseconds a version that no profile shows is what a crash left behind. */
const leftBehindAfter = 60_000

/** Shows this JPEG as someone's picture, null shows their letters; what was shown before is gone. */
export async function changePicture(ctx: Context, userId: string, bytes: Buffer | null): Promise<ProfileDoc> {
  const version = bytes && newId()
  const now = Date.now()
  // Before the profile names it, so that nobody is sent to a picture that is not there.
  if (bytes) await Pictures.create({ _id: version!, userId, bytes, createdAt: new Date(now) })
  const before = await Profiles.findOneAndUpdate(
    { _id: userId },
    { $set: { picture: version }, $currentDate: { changedAt: true } },
  ).lean()
  const old = { _id: { $ne: version }, createdAt: { $lt: new Date(now - leftBehindAfter) } }
  const unseen = before ? [{ _id: before.picture ?? '' }, old] : [{}]
  await Pictures.deleteMany({ userId, $or: unseen })
  const doc = before && (await Profiles.findById(userId).lean())
  if (!doc) throw fault('not_found')
  written(doc)
  await ctx.emit(changed, { person: present(doc) })
  return doc
}
