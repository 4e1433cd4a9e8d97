/** A profile on the wire. */
import type { Person } from '@community-chat/shared/capabilities/profiles/person'
import type { ProfileDoc } from './model'

/** What others see of a person. */
export const present = (doc: Pick<ProfileDoc, '_id' | 'displayName' | 'letters' | 'colour'>): Person => ({
  id: doc._id,
  displayName: doc.displayName,
  avatar: { letters: doc.letters, colour: doc.colour },
})
