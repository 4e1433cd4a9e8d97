/** What other capabilities may use of communities. */
import { Communities } from './model'

/** The community that every new server starts with. */
export const welcomeId = 'welcome'

/** Whether this person owns the community. */
export const isOwner = async (communityId: string, userId: string): Promise<boolean> =>
  (await Communities.exists({ _id: communityId, ownerId: userId })) !== null

/** Whether there is such a community. */
export const exists = async (communityId: string): Promise<boolean> =>
  (await Communities.exists({ _id: communityId })) !== null
