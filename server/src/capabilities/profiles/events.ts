/** Where profiles asks later capabilities, and what it tells them. */
import type { NewStatus, Person } from '@community-chat/shared/capabilities/profiles/person'
import { event } from '../../kernel/bus'
import { checkPoint } from '../../kernel/checks'

/** What a person is about to show of themselves: only the texts that change. */
export interface Appearance {
  userId: string
  displayName?: string
  letters?: string
  bio?: string
  status?: Pick<NewStatus, 'text' | 'emoji'>
}

/** Asked before a name, letters, a bio or a status become visible to others. */
export const changing = checkPoint<Appearance>('profiles.changing')

/** Asked before people are named to someone who searches: a later capability takes out who must not be found. */
export const finding = checkPoint<{ userId: string; foundIds: string[] }>('profiles.finding')

/** Raised on each node that learns of it, when someone looks different from now on. */
export const changed = event<{ person: Person }>('profiles.changed')
