import { Cell, Group } from '../../ui/Cell/Cell'
import { useWords } from '../../kernel/words'
import { useCommunity } from './useCommunities'
import { words } from './words'

/** The community that something belongs to; nothing while it is not known. */
export function CommunityCell({ communityId, onOpen }: { communityId: string; onOpen: () => void }) {
  const w = useWords(words)
  const { community } = useCommunity(communityId)
  if (!community) return null
  return (
    <Group>
      <Cell icon="compass" name={w.community} value={community.name} last onTap={onOpen} />
    </Group>
  )
}
