/** What other capabilities may use of profiles. */
import {
  avatarColour,
  avatarLetters,
  type Person,
  type Profile,
} from '@community-chat/shared/capabilities/profiles/person'
import { Profiles } from './model'
import { prefixesOf } from './prefixes'
import { present, presentPage } from './present'
import { docsOf } from './remembered'

export { setStatus } from './change'
export { beginningsOf, filterOf, folded, isFound, prefixesOf } from './prefixes'
export { changed, changing, finding } from './events'

/**
 * The person's profile; it is made from these names when there is none, so that a crash at sign-up heals itself, and it
 * follows the name that the account has to sign in with.
 */
export async function ensure(userId: string, username: string, displayName: string): Promise<Profile> {
  const doc = await Profiles.findOneAndUpdate(
    { _id: userId },
    {
      $set: { username, usernameKey: username.toLowerCase() },
      $setOnInsert: {
        displayName,
        letters: avatarLetters(displayName),
        colour: avatarColour(userId),
        ownLetters: false,
        nameKey: displayName.toLowerCase(),
        prefixes: prefixesOf(displayName),
      },
    },
    { upsert: true, returnDocument: 'after' },
  ).lean()
  return presentPage(doc)
}

/** The people with these ids, by id; unknown ones are absent. At most a few hundred at a time. */
export async function peopleOf(userIds: string[]): Promise<Map<string, Person>> {
  if (userIds.length === 0) return new Map()
  const docs = await docsOf(userIds)
  return new Map(docs.map(doc => [doc._id, present(doc)]))
}

/** Someone's own page; null where there is nobody. */
export async function profileOf(userId: string): Promise<Profile | null> {
  const doc = await Profiles.findById(userId).lean()
  return doc && presentPage(doc)
}

/** People whose shown name begins with some letters, by name, behind a place; at most `limit`. */
export async function named(
  begin: string,
  [after, id]: readonly [nameKey: string, id: string],
  limit: number,
): Promise<{ person: Person; place: [nameKey: string, id: string] }[]> {
  const from = begin.toLowerCase()
  const docs = await Profiles.find({
    nameKey: { $gte: after > from ? after : from, $lt: `${from}\u{10ffff}` },
    $or: [{ nameKey: { $gt: after } }, { _id: { $gt: id } }],
  })
    .sort({ nameKey: 1, _id: 1 })
    .limit(limit)
    .lean()
  return docs.map(doc => ({ person: present(doc), place: [doc.nameKey, doc._id] }))
}

/** Someone whose profile is gone, or not yet there. */
export const unknownPerson = (userId: string): Person => ({
  id: userId,
  displayName: '?',
  avatar: { letters: '?', colour: avatarColour(userId) },
  status: null,
})
