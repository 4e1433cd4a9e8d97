import type { Status } from '@community-chat/shared/capabilities/profiles/person'
import type { ReactNode } from 'react'
import { Box, Tap, Text } from '../elements'
import { Icon } from '../Icon/Icon'
import { StatusLine } from '../StatusLine/StatusLine'
import { Tag } from '../Tag/Tag'
import './MemberRow.scss'

interface Props {
  name: string
  /** Their avatar, 36 px. */
  face: ReactNode
  /** The word for what they are here, where it is more than a member. */
  tag?: { kind: 'owner' | 'administrator' | 'moderator'; word: string }
  /** What they say of themselves for now. */
  status?: Status | null
  onTap: () => void
  /** What else can be done, and the words of its button. */
  more?: { label: string; onTap: () => void }
}

/** Someone among the members of a place. */
export const MemberRow = ({ name, face, tag, status, onTap, more }: Props) => (
  <Box className="member-line">
    <Tap className="member" onTap={onTap}>
      {face}
      <Box className="member-main">
        <Box className="member-words">
          <Text className="one-line">{name}</Text>
          {tag && <Tag kind={tag.kind}>{tag.word}</Tag>}
        </Box>
        <StatusLine status={status} />
      </Box>
    </Tap>
    {more && (
      <Tap className="hit member-more" label={more.label} onTap={more.onTap}>
        <Icon name="more" size={20} />
      </Tap>
    )}
  </Box>
)
