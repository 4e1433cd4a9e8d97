/** Changing how one appears: every way to do it asks the same check and raises the same event. */
import { avatarLetters, type NewStatus } from '@community-chat/shared/capabilities/profiles/person'
import type { profiles } from '@community-chat/shared/capabilities/profiles/contract'
import type { Parsed } from '@community-chat/shared/protocol/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import { ask } from '../../kernel/checks'
import type { Context } from '../../kernel/context'
import { changed, changing } from './events'
import { type ProfileDoc, Profiles } from './model'
import { written } from './neighbours'
import { prefixesOf } from './prefixes'
import { present } from './present'

/** The longest a status may last, in milliseconds: a year. */
const longestStatus = 366 * 24 * 3600 * 1000

type Change = Omit<Parsed<typeof profiles.routes.update>, 'avatar'> & {
  avatar?: { letters: string; colour: number }
}

/** Changes what is given of someone's profile; answers with all of it. */
export async function change(ctx: Context, userId: string, wanted: Change): Promise<ProfileDoc> {
  const { avatar, displayName, bio, status } = wanted
  const until = untilOf(status)
  const { value } = await ask(ctx, changing, {
    userId,
    displayName,
    letters: avatar?.letters,
    bio,
    status: status ? { text: status.text, emoji: status.emoji } : undefined,
  })
  const before = await Profiles.findById(userId).lean()
  if (!before) throw fault('not_found')
  const name = value.displayName
  // Letters that were not chosen follow the name.
  const letters = value.letters ?? (name && !before.ownLetters ? avatarLetters(name) : undefined)
  const set = {
    ...(name ? { displayName: name, nameKey: name.toLowerCase(), prefixes: prefixesOf(name) } : {}),
    ...(letters ? { letters } : {}),
    ...(avatar ? { colour: avatar.colour, ownLetters: true } : {}),
    ...(value.bio === undefined ? {} : { bio: value.bio }),
    ...(status === null ? { status: null } : value.status ? { status: { ...value.status, until } } : {}),
  }
  const doc = await Profiles.findOneAndUpdate(
    { _id: userId },
    { $set: set, $currentDate: { changedAt: true } },
    { returnDocument: 'after' },
  ).lean()
  if (!doc) throw fault('not_found')
  written(doc)
  await ctx.emit(changed, { person: present(doc) })
  return doc
}

/** Sets what a person says of themselves for a while; null clears it. Refuses as `PATCH /me` does. */
export const setStatus = async (ctx: Context, userId: string, status: NewStatus | null): Promise<void> =>
  void (await change(ctx, userId, { status }))

function untilOf(status: NewStatus | null | undefined): Date | null {
  if (!status?.until) return null
  const until = Date.parse(status.until)
  const left = until - Date.now()
  if (left > 0 && left <= longestStatus) return new Date(until)
  throw fault('invalid_input', {
    issues: [{ path: 'status.until', message: 'This must be a time within the coming year.' }],
  })
}
