import type { Community } from '@community-chat/shared/capabilities/communities/contract'
import { Avatar } from '../../ui/Avatar/Avatar'

/** A community's avatar: a square with its letters. */
export const CommunityFace = ({ community, size }: { community: Community; size?: 48 | 72 }) => (
  <Avatar place letters={community.letters} colour={community.colour} size={size} />
)
