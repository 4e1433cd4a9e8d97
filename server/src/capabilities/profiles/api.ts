/** What other capabilities may use of profiles. */
import { avatarColour, avatarLetters, type Person } from '@community-chat/shared/capabilities/profiles/person'
import { checkPoint } from '../../kernel/checks'
import { event } from '../../kernel/bus'
import { Profiles } from './model'
import { present } from './present'

/** Asked before a name or letters become visible to others. */
export const changing = checkPoint<{ userId: string; displayName?: string; letters?: string }>(
  'profiles.changing',
)

/** Raised when someone looks different from now on. */
export const changed = event<{ person: Person }>('profiles.changed')

/** The person's profile; it is made from these names when there is none, so that a crash at sign-up heals itself. */
export async function ensure(userId: string, username: string, displayName: string): Promise<Person> {
  const doc = await Profiles.findOneAndUpdate(
    { _id: userId },
    {
      $setOnInsert: {
        username,
        displayName,
        letters: avatarLetters(displayName),
        colour: avatarColour(userId),
        ownLetters: false,
        nameKey: displayName.toLowerCase(),
        usernameKey: username.toLowerCase(),
      },
    },
    { upsert: true, returnDocument: 'after' },
  ).lean()
  return present(doc)
}

/** The people with these ids, by id; unknown ones are absent. At most a few hundred at a time. */
export async function peopleOf(userIds: string[]): Promise<Map<string, Person>> {
  if (userIds.length === 0) return new Map()
  const docs = await Profiles.find({ _id: { $in: [...new Set(userIds)] } }).lean()
  return new Map(docs.map(doc => [doc._id, present(doc)]))
}

/** Someone whose profile is gone, or not yet there. */
export const unknownPerson = (userId: string): Person => ({
  id: userId,
  displayName: '?',
  avatar: { letters: '?', colour: avatarColour(userId) },
})
