/** A profile on the wire. */
import { type Person, type Profile, statusAt } from '@community-chat/shared/capabilities/profiles/person'
import type { ProfileDoc } from './model'

/** Where a version of someone's picture is read. */
const picturePath = (userId: string, version: string) => `/pictures/${userId}/${version}`

/** What others see of a person, wherever they appear. */
export const present = (doc: ProfileDoc): Person => ({
  id: doc._id,
  displayName: doc.displayName,
  avatar: {
    letters: doc.letters,
    colour: doc.colour,
    ...(doc.picture ? { picture: picturePath(doc._id, doc.picture) } : {}),
  },
  status: statusAt(statusOf(doc), Date.now()),
})

/** What others see on a person's own page. */
export const presentPage = (doc: ProfileDoc): Profile => ({ ...present(doc), bio: doc.bio ?? '' })

function statusOf({ status }: ProfileDoc): Person['status'] {
  if (!status?.text) return null
  const { text, emoji, until } = status
  return { text, ...(emoji ? { emoji } : {}), until: until?.toISOString() ?? null }
}
