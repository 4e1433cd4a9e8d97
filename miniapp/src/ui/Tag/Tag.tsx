import { Text } from '../elements'
import './Tag.scss'

/** A word beside a name: who keeps the room. */
export const Tag = ({
  kind = 'plain',
  children,
}: {
  kind?: 'owner' | 'administrator' | 'moderator' | 'plain'
  children: string
}) => <Text className={`tag tag-${kind}`}>{children}</Text>
